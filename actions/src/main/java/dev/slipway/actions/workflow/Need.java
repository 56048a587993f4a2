package dev.slipway.actions.workflow;

import dev.slipway.kernel.Position;

/** A job that has to end first. */
public record Need(String job, Position position) {}
