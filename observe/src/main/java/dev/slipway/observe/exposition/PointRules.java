package dev.slipway.observe.exposition;

import dev.slipway.kernel.Problem;

/** What the samples of one point of a metric must be, by its type (OpenMetrics 1.0, "Metric Types"). */
interface PointRules {

    /**
     * @param suffix what the sample's name has beyond the family's
     */
    void check(Cursor cursor, String suffix, ExposedSample sample);

    /** The point is complete. */
    default void finish(Cursor cursor) {}

    default boolean admitsExemplar(String suffix) {
        return false;
    }

    static PointRules of(MetricType type, String family) {
        return switch (type) {
            case GAUGE, UNKNOWN -> (cursor, suffix, sample) -> {};
            case COUNTER -> new CounterRules();
            case INFO -> (cursor, suffix, sample) -> info(cursor, sample);
            case STATESET -> (cursor, suffix, sample) -> state(cursor, family, sample);
            case SUMMARY -> (cursor, suffix, sample) -> summary(cursor, suffix, sample);
            case HISTOGRAM, GAUGEHISTOGRAM -> new BucketRules(type);
        };
    }

    private static void info(Cursor cursor, ExposedSample sample) {
        if (sample.value() != 1) {
            throw bad(cursor, "the value of an info is 1");
        }
    }

    private static void state(Cursor cursor, String family, ExposedSample sample) {
        if (sample.value() != 0 && sample.value() != 1) {
            throw bad(cursor, "a state is 0 or 1");
        }
        if (sample.label(family).isEmpty()) {
            throw bad(cursor, "a state is named by the label '" + family + "'");
        }
    }

    private static void summary(Cursor cursor, String suffix, ExposedSample sample) {
        switch (suffix) {
            case "" -> quantile(cursor, sample);
            case "_count" -> count(cursor, sample);
            case "_sum" -> counted(cursor, sample);
            default -> created(cursor, sample);
        }
        if (!suffix.isEmpty() && sample.label("quantile").isPresent()) {
            throw bad(cursor, "only a quantile has the label 'quantile'");
        }
    }

    private static void quantile(Cursor cursor, ExposedSample sample) {
        double quantile = sample.label("quantile")
                .flatMap(Numbers::real)
                .orElseThrow(() -> bad(cursor, "a quantile has a label 'quantile' with a number"));
        if (quantile < 0 || quantile > 1) {
            throw bad(cursor, "a quantile lies between 0 and 1");
        }
        if (sample.value() < 0) {
            throw bad(cursor, "the value of a quantile is not negative");
        }
    }

    /** Something that only grows: neither NaN nor negative. */
    static void counted(Cursor cursor, ExposedSample sample) {
        if (Double.isNaN(sample.value()) || sample.value() < 0) {
            throw bad(cursor, "'" + sample.name() + "' is neither NaN nor negative");
        }
    }

    static void count(Cursor cursor, ExposedSample sample) {
        counted(cursor, sample);
        if (sample.value() != Math.rint(sample.value()) || Double.isInfinite(sample.value())) {
            throw bad(cursor, "'" + sample.name() + "' is a whole number");
        }
    }

    static void created(Cursor cursor, ExposedSample sample) {
        if (!Double.isFinite(sample.value())) {
            throw bad(cursor, "'" + sample.name() + "' is a time");
        }
    }

    static Problem bad(Cursor cursor, String message) {
        return cursor.refuseLine("bad-sample", message, "see the metric's type in the OpenMetrics specification");
    }
}
