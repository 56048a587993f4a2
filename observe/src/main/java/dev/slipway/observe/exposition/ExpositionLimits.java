package dev.slipway.observe.exposition;

/**
 * How much of an exposition is read before it is refused. Zero means no limit.
 *
 * @param bodyBytes after decompression
 * @param lineBytes of the longest line; never unlimited
 * @param samples lines with a number
 * @param labels of one sample, its name not counted
 * @param labelNameBytes in UTF-8
 * @param labelValueBytes in UTF-8
 */
public record ExpositionLimits(
        long bodyBytes, int lineBytes, int samples, int labels, int labelNameBytes, int labelValueBytes) {

    public ExpositionLimits {
        if (lineBytes <= 0) {
            throw new IllegalArgumentException("a line must have a limit");
        }
    }

    /** 64 MiB of body, 1 MiB a line, nothing else bounded. */
    public static ExpositionLimits standard() {
        return new ExpositionLimits(64L << 20, 1 << 20, 0, 0, 0, 0);
    }
}
