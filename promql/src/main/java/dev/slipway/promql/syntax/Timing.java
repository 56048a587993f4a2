package dev.slipway.promql.syntax;

import org.jspecify.annotations.Nullable;

/**
 * The moment that a selector looks at, relative to the evaluation.
 *
 * @param offsetMillis how far back; negative looks ahead
 * @param at the fixed time to look at instead of the evaluation's
 */
public record Timing(long offsetMillis, @Nullable At at) {

    public static final Timing NONE = new Timing(0, null);

    Timing offset(long millis) {
        return new Timing(millis, at);
    }

    Timing at(At time) {
        return new Timing(offsetMillis, time);
    }

    /** What follows an {@code @}. */
    public sealed interface At {}

    /** @param millis since the epoch */
    public record Moment(long millis) implements At {}

    /** The start of the whole query. */
    public record Start() implements At {}

    /** The end of the whole query. */
    public record End() implements At {}
}
