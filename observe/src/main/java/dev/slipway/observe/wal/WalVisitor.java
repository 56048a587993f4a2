package dev.slipway.observe.wal;

import dev.slipway.observe.encoding.Chunk;
import dev.slipway.promql.series.Labels;

/** Takes what a log says, in its order. */
public interface WalVisitor {

    /** From here on, the number stands for the series. */
    void series(long ref, Labels labels);

    /** One sample was appended. */
    void sample(long ref, long time, double value);

    /** A checkpoint's samples of a series. */
    void chunk(long ref, Chunk chunk);

    /** Samples of a series were deleted, both ends included. */
    void deletion(long ref, long from, long to);
}
