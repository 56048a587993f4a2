package dev.slipway.delivery.rollout;

/**
 * How many instances of one service each release may have in a stage that resizes.
 *
 * @param next of the new release at the stage's end
 * @param previous of the old release, already while the new instances start
 */
public record Slots(int next, int previous) {}
