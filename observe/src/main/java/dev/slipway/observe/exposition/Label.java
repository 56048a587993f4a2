package dev.slipway.observe.exposition;

/** One name and its value, as the exposition wrote them, unescaped. */
public record Label(String name, String value) {}
