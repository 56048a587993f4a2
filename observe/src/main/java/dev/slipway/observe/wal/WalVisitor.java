package dev.slipway.observe.wal;

import dev.slipway.observe.encoding.Chunk;
import dev.slipway.promql.series.Labels;

/** Takes what a log says, in its order. */
public interface WalVisitor {

    /** From here on, the number stands for the series. */
    void series(long ref, Labels labels);

    /**
     * Samples were appended, in this order.
     *
     * @param refs the series of each
     * @param times milliseconds
     */
    void samples(long[] refs, long[] times, double[] values);

    /** A checkpoint's samples of a series. */
    void chunk(long ref, Chunk chunk);

    /** Samples of a series were deleted, both ends included. */
    void deletion(long ref, long from, long to);
}
