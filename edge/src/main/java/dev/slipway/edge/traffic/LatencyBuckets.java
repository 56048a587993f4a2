package dev.slipway.edge.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in fixed buckets, each 5 % wider than the one below, from 100 us to 60 s. The bounds never change, so
 * that two readings, of whichever releases and moments, can be subtracted and compared bucket by bucket.
 */
public final class LatencyBuckets {

    private static final double GROWTH = 1.05;
    private static final long LOWEST_MICROS = 100;
    private static final long HIGHEST_MICROS = 60_000_000;
    private static final long[] BOUNDS = bounds();
    private static final double LOG_GROWTH = Math.log(GROWTH);

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);

    private static long[] bounds() {
        List<Long> bounds = new ArrayList<>();
        double bound = LOWEST_MICROS;
        while (bound < HIGHEST_MICROS) {
            bounds.add(Math.round(bound));
            bound *= GROWTH;
        }
        bounds.add(HIGHEST_MICROS);
        return bounds.stream().mapToLong(Long::longValue).toArray();
    }

    public void add(Duration elapsed) {
        addNanos(elapsed.toNanos());
    }

    void addNanos(long nanos) {
        counts.getAndIncrement(bucket(nanos / 1000));
    }

    private static int bucket(long micros) {
        if (micros <= LOWEST_MICROS) {
            return 0;
        }
        if (micros > HIGHEST_MICROS) {
            return BOUNDS.length;
        }
        int guess = (int) (Math.log((double) micros / LOWEST_MICROS) / LOG_GROWTH);
        int at = Math.min(guess, BOUNDS.length - 1);
        while (BOUNDS[at] < micros) {
            at++;
        }
        while (at > 0 && BOUNDS[at - 1] >= micros) {
            at--;
        }
        return at;
    }

    /** The buckets that are not empty, lowest first; counts are each bucket's own, not cumulative over buckets. */
    public List<Bucket> read() {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i <= BOUNDS.length; i++) {
            long count = counts.get(i);
            if (count > 0) {
                buckets.add(new Bucket(i == BOUNDS.length ? Long.MAX_VALUE : BOUNDS[i], count));
            }
        }
        return buckets;
    }

    /**
     * One bucket.
     *
     * @param le inclusive upper bound in microseconds; the largest long for what took over 60 s
     * @param count durations above the bucket below and not above {@code le}, since the edge started
     */
    public record Bucket(long le, long count) {}
}
