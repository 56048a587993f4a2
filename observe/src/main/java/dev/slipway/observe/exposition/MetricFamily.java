package dev.slipway.observe.exposition;

import org.jspecify.annotations.Nullable;

/**
 * What an exposition says about the samples of one name.
 *
 * @param help null when nothing was said
 * @param unit null when nothing was said
 */
public record MetricFamily(
        String name,
        MetricType type,
        @Nullable String help,
        @Nullable String unit) {}
