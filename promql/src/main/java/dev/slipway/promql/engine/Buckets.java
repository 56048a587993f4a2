package dev.slipway.promql.engine;

/**
 * The buckets of one classic histogram at one step: upper bounds, ascending, with cumulative counts. Quantiles and
 * fractions take the observations to be spread evenly within a bucket (Prometheus' promql/quantile.go).
 */
final class Buckets {

    /** Counts that differ by less than this fraction are taken for equal: they come from floating-point sums. */
    private static final double TOLERANCE = 1e-12;

    private final double[] bounds;
    private final double[] counts;
    private int size;
    private double lowestUneven;
    private double highestUneven;
    private double mostUneven;

    Buckets(int capacity) {
        this.bounds = new double[capacity];
        this.counts = new double[capacity];
    }

    void clear() {
        size = 0;
        lowestUneven = Double.POSITIVE_INFINITY;
        highestUneven = Double.NEGATIVE_INFINITY;
        mostUneven = 0;
    }

    int size() {
        return size;
    }

    /** @param bound not less than the last; the counts of equal bounds are added up */
    void add(double bound, double count) {
        if (size > 0 && bounds[size - 1] == bound) {
            counts[size - 1] += count;
        } else {
            bounds[size] = bound;
            counts[size++] = count;
        }
    }

    boolean wasUneven() {
        return mostUneven > 0;
    }

    Annotations.Unevenness unevenness(long timeMillis) {
        return new Annotations.Unevenness(lowestUneven, highestUneven, mostUneven, 1, timeMillis, timeMillis);
    }

    private boolean isComplete() {
        return bounds[size - 1] == Double.POSITIVE_INFINITY;
    }

    double quantile(double quantile) {
        if (Double.isNaN(quantile)) {
            return Double.NaN;
        } else if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        } else if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        } else if (!isComplete()) {
            return Double.NaN;
        }
        makeMonotonic();
        double observations = counts[size - 1];
        return size < 2 || observations == 0 ? Double.NaN : interpolated(quantile * observations);
    }

    private double interpolated(double rank) {
        int bucket = 0;
        while (bucket < size - 1 && !(counts[bucket] >= rank)) {
            bucket++;
        }
        if (bucket == size - 1) {
            return bounds[size - 2];
        } else if (bucket == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = bucket == 0 ? 0 : bounds[bucket - 1];
        double before = bucket == 0 ? 0 : counts[bucket - 1];
        return start + (bounds[bucket] - start) * ((rank - before) / (counts[bucket] - before));
    }

    /** A cumulative count can only rise; where it falls, as scrapes of the buckets are not atomic, it is mended. */
    private void makeMonotonic() {
        double previous = counts[0];
        for (int i = 1; i < size; i++) {
            double count = counts[i];
            if (almostEqual(previous, count)) {
                counts[i] = previous;
            } else if (count < previous) {
                counts[i] = previous;
                lowestUneven = Math.min(lowestUneven, bounds[i]);
                highestUneven = Math.max(highestUneven, bounds[i]);
                mostUneven = Math.max(mostUneven, previous - count);
            } else {
                previous = count;
            }
        }
    }

    private static boolean almostEqual(double a, double b) {
        if (a == b) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        boolean tiny = a == 0 || b == 0 || sum < Double.MIN_NORMAL;
        return tiny
                ? difference < TOLERANCE * Double.MIN_NORMAL
                : difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    /** The fraction of observations between two values. */
    double fraction(double lower, double upper) {
        double observations = counts[size - 1];
        if (!isComplete()
                || observations == 0
                || Double.isNaN(observations)
                || Double.isNaN(lower)
                || Double.isNaN(upper)) {
            return Double.NaN;
        } else if (lower >= upper) {
            return 0;
        }
        return (rank(upper) - rank(lower)) / observations;
    }

    /** How many observations are at most the value. */
    private double rank(double value) {
        double rank = 0;
        for (int i = 0; i < size; i++) {
            double start = i > 0 ? bounds[i - 1] : bounds[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
            if (start >= value) {
                return capped(rank);
            } else if (bounds[i] > value) {
                return capped(
                        start == Double.NEGATIVE_INFINITY
                                ? counts[i]
                                : rank + (counts[i] - rank) * (value - start) / (bounds[i] - start));
            }
            rank = counts[i];
        }
        return counts[size - 1];
    }

    private double capped(double rank) {
        return Math.min(rank, counts[size - 1]);
    }
}
