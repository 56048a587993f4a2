package dev.slipway.promql.engine;

import dev.slipway.promql.syntax.Timing;

/**
 * The times at which an expression is evaluated.
 *
 * @param startMillis since the epoch
 * @param stepMillis between two evaluations
 * @param steps how many evaluations, at least one
 * @param queryStartMillis what {@code @ start()} means
 * @param queryEndMillis what {@code @ end()} means
 */
record Grid(long startMillis, long stepMillis, int steps, long queryStartMillis, long queryEndMillis) {

    static Grid of(long start, long end, long step) {
        return new Grid(start, step, (int) ((end - start) / step) + 1, start, end);
    }

    long time(int step) {
        return startMillis + step * stepMillis;
    }

    boolean isInstant() {
        return steps == 1;
    }

    /** The first time alone. */
    Grid first() {
        return new Grid(startMillis, stepMillis, 1, queryStartMillis, queryEndMillis);
    }

    /** The time that a selector looks at, for a step. */
    long reference(int step, Timing timing) {
        long base = switch (timing.at()) {
            case null -> time(step);
            case Timing.Moment(long millis) -> millis;
            case Timing.Start _ -> queryStartMillis;
            case Timing.End _ -> queryEndMillis;
        };
        return base - timing.offsetMillis();
    }

    /** The times that a selector looks at, for each step. */
    long[] references(Timing timing) {
        long[] references = new long[steps];
        for (int step = 0; step < steps; step++) {
            references[step] = reference(step, timing);
        }
        return references;
    }

    /**
     * The times of a subquery that covers the ranges before all references of these times: multiples of its step, the
     * first one after the start of the first range.
     *
     * @param step of the subquery, milliseconds
     */
    Grid inner(Timing timing, long rangeMillis, long step) {
        long after = reference(0, timing) - rangeMillis;
        long end = reference(steps - 1, timing);
        long start = step * (after / step);
        if (start <= after) {
            start += step;
        }
        int count = end < start ? 0 : (int) ((end - start) / step) + 1;
        return new Grid(start, step, count, queryStartMillis, queryEndMillis);
    }
}
