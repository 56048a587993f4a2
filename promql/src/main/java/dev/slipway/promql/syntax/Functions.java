package dev.slipway.promql.syntax;

import static dev.slipway.promql.syntax.ValueType.MATRIX;
import static dev.slipway.promql.syntax.ValueType.SCALAR;
import static dev.slipway.promql.syntax.ValueType.STRING;
import static dev.slipway.promql.syntax.ValueType.VECTOR;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The stable functions of Prometheus 3 (promql/parser/functions.go), and why the others are refused. */
public final class Functions {

    private static final String EXPERIMENTAL = "it is experimental in Prometheus, its meaning may still change";
    private static final String NATIVE = "it works on native histograms, which are not stored";

    private static final Map<String, Function> STABLE = new TreeMap<>();
    private static final Map<String, String> REFUSED = new TreeMap<>();

    static {
        onValues();
        onTime();
        onLabels();
        onRanges();
        onHistograms();
        List.of(
                        "double_exponential_smoothing",
                        "histogram_quantiles",
                        "info",
                        "mad_over_time",
                        "max_of",
                        "min_of",
                        "range",
                        "sort_by_label",
                        "sort_by_label_desc",
                        "start",
                        "end",
                        "start_timestamp",
                        "step",
                        "ts_of_first_over_time",
                        "ts_of_last_over_time",
                        "ts_of_max_over_time",
                        "ts_of_min_over_time",
                        "limitk",
                        "limit_ratio")
                .forEach(name -> REFUSED.put(name, EXPERIMENTAL));
        List.of("histogram_avg", "histogram_count", "histogram_stddev", "histogram_stdvar", "histogram_sum")
                .forEach(name -> REFUSED.put(name, NATIVE));
        REFUSED.put("holt_winters", "Prometheus 3 renamed it to double_exponential_smoothing, which is experimental");
    }

    private Functions() {}

    private static void onValues() {
        each("abs", "the absolute values");
        each("ceil", "the values rounded up to integers");
        each("floor", "the values rounded down to integers");
        each("exp", "e to the power of the values");
        each("ln", "the natural logarithms");
        each("log2", "the binary logarithms");
        each("log10", "the decimal logarithms");
        each("sqrt", "the square roots");
        each("sgn", "-1, 0 or 1 by the sign");
        each("sin", "the sines, of radians");
        each("cos", "the cosines, of radians");
        each("tan", "the tangents, of radians");
        each("asin", "the arc sines");
        each("acos", "the arc cosines");
        each("atan", "the arc tangents");
        each("sinh", "the hyperbolic sines");
        each("cosh", "the hyperbolic cosines");
        each("tanh", "the hyperbolic tangents");
        each("asinh", "the inverse hyperbolic sines");
        each("acosh", "the inverse hyperbolic cosines");
        each("atanh", "the inverse hyperbolic tangents");
        each("deg", "degrees from radians");
        each("rad", "radians from degrees");
        add("clamp", "the values, kept between a minimum and a maximum", 0, VECTOR, VECTOR, SCALAR, SCALAR);
        add("clamp_min", "the values, at least the minimum", 0, VECTOR, VECTOR, SCALAR);
        add("clamp_max", "the values, at most the maximum", 0, VECTOR, VECTOR, SCALAR);
        add("round", "the values, rounded to the nearest multiple (of 1), halves up", 1, VECTOR, VECTOR, SCALAR);
        add("pi", "3.14159...", 0, SCALAR);
    }

    private static void onTime() {
        add("time", "the evaluation's time in seconds since the epoch", 0, SCALAR);
        each("timestamp", "the times of the samples in seconds since the epoch");
        calendar("year", "the years of the values as times, UTC");
        calendar("month", "the months, 1 to 12");
        calendar("day_of_month", "the days of the month, 1 to 31");
        calendar("day_of_week", "the days of the week, 0 for Sunday");
        calendar("day_of_year", "the days of the year, 1 to 366");
        calendar("days_in_month", "how many days the months have");
        calendar("hour", "the hours, 0 to 23");
        calendar("minute", "the minutes, 0 to 59");
    }

    private static void onLabels() {
        add("label_join", "the series with a label joined from others", -1, VECTOR, VECTOR, STRING, STRING, STRING);
        add(
                "label_replace",
                "the series with a label made of another by a regular expression",
                0,
                VECTOR,
                VECTOR,
                STRING,
                STRING,
                STRING,
                STRING);
        each("absent", "1 when the vector is empty, with the labels that the selector says");
        each("sort", "the series ordered by value, ascending");
        each("sort_desc", "the series ordered by value, descending");
        add("scalar", "the value of the only series, else NaN", 0, SCALAR, VECTOR);
        add("vector", "the scalar as a series without labels", 0, VECTOR, SCALAR);
    }

    private static void onRanges() {
        over("rate", "the increase per second of a counter, extrapolated to the range");
        over("increase", "the increase of a counter, extrapolated to the range");
        over("delta", "the difference between first and last value of a gauge, extrapolated to the range");
        over("irate", "the increase per second of a counter between its last two samples");
        over("idelta", "the difference between the last two samples");
        over("deriv", "the slope per second by linear regression");
        add("predict_linear", "the value in so many seconds by linear regression", 0, VECTOR, MATRIX, SCALAR);
        over("changes", "how often the value changed");
        over("resets", "how often the value went down");
        over("absent_over_time", "1 when no series has a sample, with the labels that the selector says");
        over("present_over_time", "1 for each series that has a sample");
        over("avg_over_time", "the mean of the samples");
        over("min_over_time", "the smallest sample");
        over("max_over_time", "the largest sample");
        over("sum_over_time", "the sum of the samples");
        over("count_over_time", "the number of samples");
        over("stddev_over_time", "the population standard deviation of the samples");
        over("stdvar_over_time", "the population variance of the samples");
        over("first_over_time", "the oldest sample");
        over("last_over_time", "the newest sample");
        add("quantile_over_time", "the q-quantile of the samples", 0, VECTOR, SCALAR, MATRIX);
    }

    private static void onHistograms() {
        add("histogram_quantile", "the q-quantile of classic histograms (label le)", 0, VECTOR, SCALAR, VECTOR);
        add(
                "histogram_fraction",
                "the fraction of observations between two values in classic histograms (label le)",
                0,
                VECTOR,
                SCALAR,
                SCALAR,
                VECTOR);
    }

    private static void each(String name, String description) {
        add(name, description, 0, VECTOR, VECTOR);
    }

    private static void calendar(String name, String description) {
        add(name, description, 1, VECTOR, VECTOR);
    }

    private static void over(String name, String description) {
        add(name, description, 0, VECTOR, MATRIX);
    }

    private static void add(String name, String description, int optional, ValueType result, ValueType... parameters) {
        STABLE.put(name, new Function(name, List.of(parameters), optional, result, description));
    }

    /** The function of that name, when it is stable. */
    public static Optional<Function> find(String name) {
        return Optional.ofNullable(STABLE.get(name));
    }

    /** Every supported function, by name. */
    public static Collection<Function> all() {
        return Collections.unmodifiableCollection(STABLE.values());
    }

    /** The names that Prometheus knows and Slipway refuses, each with the reason. */
    public static Map<String, String> refused() {
        return Collections.unmodifiableMap(REFUSED);
    }
}
