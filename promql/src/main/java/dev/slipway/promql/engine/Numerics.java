package dev.slipway.promql.engine;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Functions of single values, with Go's answers at the edges. */
final class Numerics {

    private static final double SMALL = 1.0 / (1 << 28);

    private Numerics() {}

    static Map<String, DoubleUnaryOperator> elementwise() {
        return Map.ofEntries(
                Map.entry("abs", Math::abs),
                Map.entry("ceil", Math::ceil),
                Map.entry("floor", Math::floor),
                Map.entry("exp", Math::exp),
                Map.entry("ln", Math::log),
                Map.entry("log2", Numerics::log2),
                Map.entry("log10", Math::log10),
                Map.entry("sqrt", Math::sqrt),
                Map.entry("sgn", value -> value < 0 ? -1 : value > 0 ? 1 : value),
                Map.entry("sin", Math::sin),
                Map.entry("cos", Math::cos),
                Map.entry("tan", Math::tan),
                Map.entry("asin", Math::asin),
                Map.entry("acos", Math::acos),
                Map.entry("atan", Math::atan),
                Map.entry("sinh", Math::sinh),
                Map.entry("cosh", Math::cosh),
                Map.entry("tanh", Math::tanh),
                Map.entry("asinh", Numerics::asinh),
                Map.entry("acosh", Numerics::acosh),
                Map.entry("atanh", Numerics::atanh),
                Map.entry("deg", value -> value * 180 / Math.PI),
                Map.entry("rad", value -> value * Math.PI / 180));
    }

    /** Exact for powers of two. */
    private static double log2(double value) {
        if (!(value >= Double.MIN_NORMAL) || Double.isInfinite(value)) {
            return Math.log(value) / Math.log(2);
        }
        int exponent = Math.getExponent(value);
        return exponent + Math.log(value / Math.scalb(1.0, exponent)) / Math.log(2);
    }

    private static double asinh(double value) {
        double x = Math.abs(value);
        if (x < SMALL || Double.isInfinite(x)) {
            return value;
        }
        double result = x > 1 / SMALL
                ? Math.log(x) + Math.log(2)
                : x > 2
                        ? Math.log(2 * x + 1 / (Math.sqrt(x * x + 1) + x))
                        : Math.log1p(x + x * x / (1 + Math.sqrt(1 + x * x)));
        return Math.copySign(result, value);
    }

    private static double acosh(double value) {
        if (!(value >= 1)) {
            return Double.NaN;
        } else if (value >= 1 / SMALL) {
            return Math.log(value) + Math.log(2);
        } else if (value > 2) {
            return Math.log(2 * value - 1 / (value + Math.sqrt(value * value - 1)));
        }
        double t = value - 1;
        return Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    private static double atanh(double value) {
        double x = Math.abs(value);
        double result = x < SMALL
                ? x
                : x < 0.5 ? 0.5 * Math.log1p(2 * x + 2 * x * x / (1 - x)) : 0.5 * Math.log1p(2 * x / (1 - x));
        return Math.copySign(result, value);
    }

    /** Where the maximum is less than the minimum there is no value. */
    static List<Line> clamp(List<Line> lines, double[] min, double[] max) {
        boolean none = IntStream.range(0, min.length).allMatch(step -> max[step] < min[step]);
        if (none) {
            return List.of();
        }
        return lines.stream()
                .map(line -> {
                    double[] values = line.values().clone();
                    for (int step = 0; step < values.length; step++) {
                        if (line.has(step)) {
                            values[step] = max[step] < min[step]
                                    ? Absent.VALUE
                                    : greater(min[step], less(max[step], values[step]));
                        }
                    }
                    return new Line(line.labels(), true, values);
                })
                .toList();
    }

    /** Go's Max: positive infinity wins over NaN. */
    private static double greater(double a, double b) {
        return a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY
                ? Double.POSITIVE_INFINITY
                : Math.max(a, b);
    }

    /** Go's Min: negative infinity wins over NaN. */
    private static double less(double a, double b) {
        return a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY
                ? Double.NEGATIVE_INFINITY
                : Math.min(a, b);
    }

    /** By the inverse, which loses less precision. */
    static List<Line> round(List<Line> lines, double[] nearest) {
        return lines.stream()
                .map(line -> withOther(line, nearest, (value, to) -> {
                    double inverse = 1.0 / to;
                    return Math.floor(value * inverse + 0.5) / inverse;
                }))
                .toList();
    }

    /** The function of each value and of another number of the same step; the name is dropped. */
    static Line withOther(Line line, double[] others, DoubleBinaryOperator function) {
        double[] values = line.values().clone();
        for (int step = 0; step < values.length; step++) {
            if (line.has(step)) {
                values[step] = function.applyAsDouble(values[step], others[step]);
            }
        }
        return new Line(line.labels(), true, values);
    }
}
