package dev.slipway.promql.series;

import java.util.List;

/** The port to a store of series. */
@FunctionalInterface
public interface SeriesSource {

    /**
     * Every series that fulfils all matchers, with its samples from {@code startMillis} to {@code endMillis}, both
     * included. A series without a sample in that time may be left out. Staleness markers are samples.
     *
     * @param startMillis since the epoch
     * @param endMillis since the epoch
     * @param matchers at least one of which does not match the empty value
     * @param hints what the samples are for; a store may ignore them
     */
    Selection select(long startMillis, long endMillis, List<Matcher> matchers, SelectHints hints);

    default Selection select(long startMillis, long endMillis, List<Matcher> matchers) {
        return select(startMillis, endMillis, matchers, SelectHints.NONE);
    }
}
