package dev.slipway.server.ui;

/**
 * A step of the way to a page.
 *
 * @param text what it says
 * @param path where it leads
 */
public record Crumb(String text, String path) {}
