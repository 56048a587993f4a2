package dev.slipway.delivery.judge;

import java.time.Instant;

/**
 * One look at a rollout: what both sides did since the look before. End a look whenever the traffic share changes, so
 * that within one look each request had the same chance to meet the canary.
 *
 * @param at when the look ended
 * @param canaryShare the traffic share that the canary was meant to have during this look, from 0 to 1
 * @param canary what the new release did
 * @param baseline what the old release did in the same time
 */
public record Look(Instant at, double canaryShare, Arm canary, Arm baseline) {

    /** @throws dev.slipway.kernel.Problem code {@code bad-observation}, when the share is not within 0 and 1 */
    public Look {
        if (!(canaryShare >= 0 && canaryShare <= 1)) {
            throw BadInput.observation("a canary share of " + canaryShare);
        }
    }

    /** A look that saw nothing: no traffic, or no measurement. It never moves a verdict. */
    public static Look empty(Instant at, double canaryShare) {
        return new Look(at, canaryShare, Arm.none(), Arm.none());
    }
}
