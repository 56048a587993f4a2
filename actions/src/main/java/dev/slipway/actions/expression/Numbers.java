package dev.slipway.actions.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Numbers as the runner reads and writes them: .NET's {@code double.TryParse} and its {@code G15} format, of the invariant
 * culture: infinity is its English word in any case, and no sign stands for it. Hexadecimal and octal ones are integers of
 * 32 bits with a sign, so {@code 0xFFFFFFFF} is -1, and those with more bits are no numbers (ParseNumber in actions/runner
 * 258d6c8, src/Sdk/Expressions/Sdk/ExpressionUtility.cs; TryParseFloat in dotnet/runtime, Number.Parsing.cs).
 */
final class Numbers {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final int DIGITS = 15;
    private static final int LOWEST_PLAIN_EXPONENT = -5;

    private Numbers() {}

    /** NaN where it is no number; the empty text is 0. */
    static double parse(String text) {
        String trimmed = Blanks.strip(text);
        if (trimmed.isEmpty()) {
            return 0;
        } else if (DECIMAL.matcher(trimmed).matches()) {
            return Double.parseDouble(trimmed);
        } else if (HEXADECIMAL.matcher(trimmed).matches()) {
            return bits(trimmed, 16);
        } else if (OCTAL.matcher(trimmed).matches()) {
            return bits(trimmed, 8);
        }
        return switch (trimmed.toLowerCase(Locale.ROOT)) {
            case "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    private static double bits(String text, int radix) {
        BigInteger bits = new BigInteger(text.substring(2), radix);
        return bits.bitLength() > Integer.SIZE ? Double.NaN : bits.intValue();
    }

    /** The core schema writes infinities and NaN as {@code .inf} and {@code .nan}. */
    static double parseYaml(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            case ".nan" -> Double.NaN;
            default -> parse(text);
        };
    }

    static String format(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        } else if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        } else if (number == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(number)
                .round(new MathContext(DIGITS, RoundingMode.HALF_UP))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent > LOWEST_PLAIN_EXPONENT && exponent < DIGITS
                ? rounded.toPlainString()
                : scientific(rounded, exponent);
    }

    private static String scientific(BigDecimal rounded, int exponent) {
        String digits = rounded.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String sign = rounded.signum() < 0 ? "-" : "";
        return "%s%sE%s%02d".formatted(sign, mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
