package dev.slipway.server.ui;

import java.util.Optional;

/**
 * The sign-in page.
 *
 * @param next where to go afterwards
 * @param problem why the last attempt failed
 */
public record LoginView(String next, Optional<String> problem) {}
