package dev.slipway.delivery.judge;

import java.time.Duration;

/** An absolute limit that a release may not exceed, whatever the old one does. */
public sealed interface Threshold {

    /** Observations of the canary below which the limit is not judged. */
    long minimumSamples();

    /**
     * At most this share of requests may fail.
     *
     * @param rate from 0 to 1, both exclusive
     */
    record ErrorRateAbove(double rate, long minimumSamples) implements Threshold {

        /** @throws dev.slipway.kernel.Problem code {@code bad-judge-policy} */
        public ErrorRateAbove {
            if (!(rate > 0 && rate < 1)) {
                throw BadInput.policy("an error limit of " + rate + "; it is a share between 0 and 1");
            }
            if (minimumSamples < 1) {
                throw BadInput.policy("a limit that is judged on " + minimumSamples + " samples");
            }
        }
    }

    /**
     * This share of the requests must be answered within the limit.
     *
     * @param quantile such as 0.99, between 0 and 1
     * @param limit longer than nothing
     */
    record LatencyAbove(double quantile, Duration limit, long minimumSamples) implements Threshold {

        /** @throws dev.slipway.kernel.Problem code {@code bad-judge-policy} */
        public LatencyAbove {
            if (!(quantile > 0 && quantile < 1)) {
                throw BadInput.policy("a quantile of " + quantile + "; it is a share between 0 and 1");
            }
            if (!limit.isPositive() || limit.compareTo(Duration.ofHours(24)) > 0) {
                throw BadInput.policy("a latency limit of " + limit + "; it is above nothing and up to a day");
            }
            if (minimumSamples < 1) {
                throw BadInput.policy("a limit that is judged on " + minimumSamples + " samples");
            }
        }
    }
}
