package dev.slipway.server.ui;

/**
 * A state in one or two words.
 *
 * @param tone of its colour and icon
 * @param text what it says
 */
public record Label(Tone tone, String text) {}
