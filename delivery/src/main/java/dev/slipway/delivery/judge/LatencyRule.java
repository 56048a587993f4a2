package dev.slipway.delivery.judge;

import java.time.Duration;

/**
 * How much slower than the old release the new one may be at one quantile: up to {@code ratio} times the old latency plus
 * {@code slack}.
 *
 * @param quantile share of requests that the compared latency covers, such as 0.95
 * @param ratio tolerated ratio, at least 1
 * @param slack tolerated on top, so that a quick service does not fail over a millisecond
 * @param minimumExposure timed requests that each side must have answered before this rule says anything
 */
public record LatencyRule(double quantile, double ratio, Duration slack, long minimumExposure) {

    /** @throws dev.slipway.kernel.Problem code {@code bad-judge-policy} */
    public LatencyRule {
        if (!(quantile >= 0.5 && quantile <= 0.9999)) {
            throw BadInput.policy("a quantile of " + quantile + "; it is a share from 0.5 to 0.9999");
        }
        if (!(ratio >= 1 && ratio <= 100)) {
            throw BadInput.policy("a latency ratio of " + ratio + "; it is from 1 to 100");
        }
        if (slack.isNegative() || slack.compareTo(Duration.ofHours(1)) > 0) {
            throw BadInput.policy("a latency slack of " + slack + "; it is from nothing to an hour");
        }
        if (minimumExposure < 1) {
            throw BadInput.policy("a minimum exposure of " + minimumExposure + " requests");
        }
    }

    /** The slowest twentieth may be a quarter slower, and 10 ms; silent below 50 requests. */
    public static LatencyRule standard() {
        return new LatencyRule(0.95, 1.25, Duration.ofMillis(10), 50);
    }

    /** The longest latency, in microseconds, that is still tolerated where the old release took {@code micros}. */
    long tolerated(long micros) {
        return (long) Math.ceil(micros * ratio) + slack.toNanos() / 1000;
    }
}
