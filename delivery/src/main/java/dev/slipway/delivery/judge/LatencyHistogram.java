package dev.slipway.delivery.judge;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * How long requests took, as sparse counts over fixed log-linear buckets: exact up to 64 microseconds, above that 32
 * buckets to each doubling, so that a bucket is at most 3.2 % wide. All histograms share the one layout, which makes
 * them mergeable without loss and keeps the comparison of two of them exact: a recorded value counts as the upper bound
 * of its bucket. Feeding counts of coarser foreign buckets would break that, so record the durations themselves.
 *
 * @param counts upper bound of a bucket in microseconds (inclusive) to the number of requests in it, never zero
 */
public record LatencyHistogram(NavigableMap<Long, Long> counts) {

    private static final int EXACT = 64;
    private static final int HALF = EXACT / 2;
    private static final LatencyHistogram EMPTY = new LatencyHistogram(new TreeMap<>());

    /** @throws dev.slipway.kernel.Problem code {@code bad-observation}, when a bound or a count is negative */
    public LatencyHistogram {
        TreeMap<Long, Long> canonical = new TreeMap<>();
        counts.forEach((bound, count) -> {
            if (bound < 0 || count < 0) {
                throw BadInput.observation(count + " requests of " + bound + " microseconds");
            }
            if (count > 0) {
                canonical.merge(bucket(bound), count, Long::sum);
            }
        });
        counts = Collections.unmodifiableNavigableMap(canonical);
    }

    public static LatencyHistogram empty() {
        return EMPTY;
    }

    /** The histogram of these durations. */
    public static LatencyHistogram ofMicros(long... micros) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        for (long value : micros) {
            counts.merge(bucket(value), 1L, Long::sum);
        }
        return new LatencyHistogram(counts);
    }

    /** Counts by the upper bounds in microseconds; bounds outside the layout move up to the next bound of it. */
    public static LatencyHistogram of(Map<Long, Long> countsByMicros) {
        return new LatencyHistogram(new TreeMap<>(countsByMicros));
    }

    /** The upper bound, in microseconds and inclusive, of the bucket that a duration falls into. */
    public static long bucket(long micros) {
        if (micros <= EXACT) {
            return micros;
        }
        int octave = 63 - Long.numberOfLeadingZeros(micros - 1);
        long width = (1L << octave) / HALF;
        return (micros + width - 1) / width * width;
    }

    /** Both taken together. */
    public LatencyHistogram merge(LatencyHistogram other) {
        return combine(other, Long::sum);
    }

    /**
     * What was added since an earlier reading of the same counters.
     *
     * @throws dev.slipway.kernel.Problem code {@code bad-observation}, when the earlier reading counted more
     */
    public LatencyHistogram since(LatencyHistogram earlier) {
        return combine(earlier, (now, before) -> now - before);
    }

    private LatencyHistogram combine(LatencyHistogram other, LongBinaryOperator operator) {
        TreeMap<Long, Long> combined = new TreeMap<>(counts);
        other.counts.forEach(
                (bound, count) -> combined.put(bound, operator.applyAsLong(combined.getOrDefault(bound, 0L), count)));
        return new LatencyHistogram(combined);
    }

    /** How many requests were recorded. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many took longer than the bucket that holds this duration. */
    public long countAbove(long micros) {
        return counts.tailMap(bucket(micros), false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * The smallest bucket bound that at least this share of the requests did not exceed.
     *
     * @param share from 0 to 1, such as 0.99
     * @throws dev.slipway.kernel.Problem code {@code bad-observation}, when nothing was recorded
     */
    public Duration quantile(double share) {
        long needed = Math.max(1, (long) Math.ceil(share * total() - 1e-9));
        return Duration.ofNanos(1000 * atRank(needed));
    }

    /** The bucket bound, in microseconds, of the n-th shortest request, counted from 1. */
    long atRank(long rank) {
        long seen = 0;
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            seen += entry.getValue();
            if (seen >= rank) {
                return entry.getKey();
            }
        }
        throw BadInput.observation("request number " + rank + " of " + seen + " by latency");
    }
}
