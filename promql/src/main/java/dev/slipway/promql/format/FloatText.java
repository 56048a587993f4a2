package dev.slipway.promql.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Floating-point numbers as Go's {@code strconv.FormatFloat} writes and {@code ParseFloat} reads them, so that label
 * values, messages and templates are the same text as in Prometheus.
 */
public final class FloatText {

    /** Go writes an exponent from a million on. */
    private static final int SHORTEST_POWER = 6;

    private FloatText() {}

    /** The shortest text without an exponent that reads back as the same number: {@code 'f', -1}. */
    public static String plain(double value) {
        String special = special(value);
        return special != null ? special : sign(value) + shortest(value).toPlainString();
    }

    /** A fixed number of digits after the point: {@code %.Nf}. */
    public static String fixed(double value, int digits) {
        String special = special(value);
        return special != null
                ? special
                : sign(value)
                        + exact(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** The shortest text, with an exponent for large and small numbers: {@code %g}. */
    public static String general(double value) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        BigDecimal digits = shortest(value);
        return sign(value) + general(digits, SHORTEST_POWER);
    }

    /** A number of significant digits, trailing zeros removed: {@code %.Ng}. */
    public static String general(double value, int precision) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        int digits = Math.max(1, precision);
        BigDecimal rounded = stripped(exact(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)));
        return sign(value) + general(rounded, digits);
    }

    /** A mantissa with a fixed number of digits and an exponent: {@code %.Ne}. */
    public static String exponent(double value, int digits) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        BigDecimal exact = exact(value);
        if (exact.signum() == 0) {
            return sign(value) + BigDecimal.ZERO.setScale(digits).toPlainString() + "e+00";
        }
        BigDecimal rounded = exact.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int power = rounded.precision() - rounded.scale() - 1;
        return sign(value) + rounded.movePointLeft(power).setScale(digits, RoundingMode.HALF_EVEN) + power(power);
    }

    /** What {@code ParseFloat} reads: decimals, hexadecimals, {@code Inf}, {@code NaN} with any case. */
    public static Optional<Double> parse(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        String unsigned = lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
        boolean negative = lower.startsWith("-");
        return switch (unsigned) {
            case "inf", "infinity" -> Optional.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
            case "nan" -> lower.equals(unsigned) ? Optional.of(Double.NaN) : Optional.empty();
            default -> number(unsigned).map(value -> negative ? -value : value);
        };
    }

    private static Optional<Double> number(String unsigned) {
        if (!unsigned.matches("(\\d(_?\\d)*\\.?(\\d(_?\\d)*)?|\\.\\d(_?\\d)*)(e[+-]?\\d(_?\\d)*)?")
                && !unsigned.matches("0x_?[0-9a-f][0-9a-f_]*(\\.[0-9a-f_]*)?p[+-]?\\d+")) {
            return Optional.empty();
        }
        return Optional.of(Double.parseDouble(unsigned.replace("_", "")));
    }

    private static @Nullable String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : null;
    }

    private static String sign(double value) {
        return value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
    }

    private static BigDecimal exact(double value) {
        return new BigDecimal(Math.abs(value));
    }

    private static BigDecimal shortest(double value) {
        return stripped(new BigDecimal(Double.toString(Math.abs(value))));
    }

    private static BigDecimal stripped(BigDecimal value) {
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.precision() - stripped.scale() < 400 ? stripped.setScale(0) : stripped;
    }

    private static String general(BigDecimal digits, int most) {
        int power = digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
        if (power >= -4 && power < most) {
            return digits.toPlainString();
        }
        return digits.movePointLeft(power).stripTrailingZeros().toPlainString() + power(power);
    }

    private static String power(int power) {
        return (power < 0 ? "e-" : "e+") + (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
    }
}
