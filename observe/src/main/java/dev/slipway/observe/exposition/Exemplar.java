package dev.slipway.observe.exposition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event behind a number, usually a trace.
 *
 * @param labels may be empty
 * @param value what the event measured, in the unit of its family
 * @param timestamp seconds since 1970, or null
 */
public record Exemplar(
        List<Label> labels, double value, @Nullable Double timestamp) {}
