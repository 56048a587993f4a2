package dev.slipway.promql.differential;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Slipway means to differ from Prometheus 2.42, as far as a random question can meet it: what later versions
 * changed, and what was an accident. That ranges, subqueries and the lookback
 * are open at their start is not here: the questions keep away from those moments, and a test of its own asks for them.
 */
enum KnownChange {
    /** The name is dropped, as by every other arithmetic operator. */
    ATAN2_DROPS_THE_NAME("atan2"),

    /** The deviation within a group that has an infinity or NaN first is NaN; it was 0 for a group of one. */
    DEVIATION_OF_INFINITY("(stddev|stdvar) .*(heat|rare|Inf|/|%|\\^|ln|log|sqrt|exp|quantile|deg|rad)"),

    /** A line through infinities may have a slope; in 2.42 the sums of infinities became NaN. */
    LINE_THROUGH_INFINITY("(predict_linear|deriv)\\(.*(heat|rare|/|Inf)"),

    /** The hour of NaN is NaN; 2.42 took the time that its processor makes of NaN as an integer. */
    CALENDAR_OF_NAN("(hour|minute|day_of_week)\\("),

    /** Over time, 2.42 moved the range of {@code predict_linear(x[5m] @ T, t)} on with every step. */
    PREDICTION_AT_A_TIME("predict_linear\\(.* @ ");

    private final Pattern met;

    KnownChange(String met) {
        this.met = Pattern.compile(met);
    }

    /** The change that explains why the answers to a question differ. */
    static Optional<KnownChange> of(String query) {
        return Arrays.stream(values())
                .filter(change -> change.met.matcher(query).find())
                .findFirst();
    }
}
