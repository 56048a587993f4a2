package dev.slipway.observe.scrape;

/**
 * How much one target may say. Zero means no limit.
 *
 * @param bodyBytes after decompression
 * @param samples left after relabelling
 * @param targets of one job
 * @param labels of one sample, its name and the target's own ones included
 * @param labelNameBytes of the longest name
 * @param labelValueBytes of the longest value
 */
public record ScrapeLimits(
        long bodyBytes, int samples, int targets, int labels, int labelNameBytes, int labelValueBytes) {

    public static final ScrapeLimits NONE = new ScrapeLimits(0, 0, 0, 0, 0, 0);
}
