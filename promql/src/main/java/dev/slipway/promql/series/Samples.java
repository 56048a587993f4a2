package dev.slipway.promql.series;

/** A cursor over the samples of a series that hands them out in blocks, so that no sample costs a call or an object. */
public interface Samples {

    /**
     * Writes the next samples into the arrays, oldest first, from index {@code from} on, as many as fit or as are at
     * hand.
     *
     * @param times milliseconds since the epoch, strictly increasing over all calls
     * @param values as long as {@code times}; a series that ended has a {@link Staleness#MARKER}
     * @param from less than the arrays' length
     * @return how many were written; 0 when there are no more
     */
    int read(long[] times, double[] values, int from);
}
