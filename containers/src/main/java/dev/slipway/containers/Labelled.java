package dev.slipway.containers;

import java.util.Map;

/** A container or a network as a list shows it. */
public record Labelled(String id, Map<String, String> labels) {}
