package dev.slipway.observe.store;

import java.time.Duration;

/**
 * How a store behaves.
 *
 * @param blockRange what a block that is cut from memory covers
 * @param outOfOrderWindow how much older than the newest sample a late one may be; zero for none
 * @param futureWindow how far ahead of the clock a sample may be: one with a time in the wrong unit would end all others
 * @param retention blocks that end earlier than this before the newest sample are deleted; zero to keep them all
 * @param retentionBytes of blocks and log, beyond which the oldest blocks are deleted; zero for no limit
 * @param segmentBytes of the log's files
 * @param mostSeries in memory at once; further ones are refused
 */
public record StoreOptions(
        Duration blockRange,
        Duration outOfOrderWindow,
        Duration futureWindow,
        Duration retention,
        long retentionBytes,
        long segmentBytes,
        int mostSeries) {

    /** Blocks of 2 hours, 30 minutes for late samples and 10 for early ones, 30 days, no limit of bytes, half a million series. */
    public static StoreOptions standard() {
        return new StoreOptions(
                Duration.ofHours(2),
                Duration.ofMinutes(30),
                Duration.ofMinutes(10),
                Duration.ofDays(30),
                0,
                32L << 20,
                500_000);
    }

    public StoreOptions {
        if (blockRange.toMillis() <= 0 || segmentBytes <= 0 || mostSeries <= 0) {
            throw new IllegalArgumentException("a block, a segment and the number of series must be larger than zero");
        }
    }

    long rangeMillis() {
        return blockRange.toMillis();
    }

    public StoreOptions withBlockRange(Duration value) {
        return new StoreOptions(
                value, outOfOrderWindow, futureWindow, retention, retentionBytes, segmentBytes, mostSeries);
    }

    public StoreOptions withOutOfOrderWindow(Duration value) {
        return new StoreOptions(blockRange, value, futureWindow, retention, retentionBytes, segmentBytes, mostSeries);
    }

    public StoreOptions withRetention(Duration value) {
        return new StoreOptions(
                blockRange, outOfOrderWindow, futureWindow, value, retentionBytes, segmentBytes, mostSeries);
    }

    public StoreOptions withRetentionBytes(long value) {
        return new StoreOptions(blockRange, outOfOrderWindow, futureWindow, retention, value, segmentBytes, mostSeries);
    }

    public StoreOptions withSegmentBytes(long value) {
        return new StoreOptions(
                blockRange, outOfOrderWindow, futureWindow, retention, retentionBytes, value, mostSeries);
    }

    public StoreOptions withMostSeries(int value) {
        return new StoreOptions(
                blockRange, outOfOrderWindow, futureWindow, retention, retentionBytes, segmentBytes, value);
    }
}
