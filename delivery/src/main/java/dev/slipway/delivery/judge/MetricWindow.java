package dev.slipway.delivery.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time over which metrics are compared. A test of two series is valid once; asked at every look it would raise false
 * alarms. So it is asked when the watched time has doubled, each time at half the alpha of the time before: over all
 * windows these sum up to less than the metric's alpha (a union bound, as in alpha spending after Lan &amp; DeMets,
 * Biometrika 70, 1983). Between two windows the last answer stands.
 *
 * @param index 0 for the first window
 * @param from its beginning
 * @param until its end
 */
public record MetricWindow(int index, Instant from, Instant until) {

    private static final int MOST = 30;

    /** The last window that is over; absent while the first still runs, also when the clock has jumped back. */
    public static Optional<MetricWindow> lastOver(Instant since, Duration first, Instant now) {
        long times = now.isBefore(since) ? 0 : Duration.between(since, now).dividedBy(first);
        if (times == 0) {
            return Optional.empty();
        }
        int index = Math.min(MOST, 63 - Long.numberOfLeadingZeros(times));
        return Optional.of(new MetricWindow(index, since, since.plus(first.multipliedBy(1L << index))));
    }

    Duration length() {
        return Duration.between(from, until);
    }

    /** This window's part of a metric's alpha. */
    double share(double alpha) {
        return alpha / (2L << index);
    }
}
