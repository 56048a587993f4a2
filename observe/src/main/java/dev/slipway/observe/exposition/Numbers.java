package dev.slipway.observe.exposition;

import java.util.Locale;
import java.util.Optional;

/** Numbers as OpenMetrics' ABNF writes them, which is narrower than what Java reads: no hexadecimal, no 1_000, no 1f. */
final class Numbers {

    private Numbers() {}

    /** {@code number}: a real number, an infinity or NaN, in any case. */
    static Optional<Double> number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Optional.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> real(text);
        };
    }

    /** {@code realnumber}. */
    static Optional<Double> real(String text) {
        return isReal(text) ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    private static boolean isReal(String text) {
        int at = sign(text, 0);
        int whole = digits(text, at);
        int fraction = whole;
        if (whole < text.length() && text.charAt(whole) == '.') {
            fraction = digits(text, whole + 1);
        }
        boolean anyDigit = whole > at || fraction > whole + 1;
        return anyDigit && exponentEnds(text, fraction);
    }

    private static boolean exponentEnds(String text, int at) {
        if (at == text.length()) {
            return true;
        }
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        int first = sign(text, at + 1);
        int last = digits(text, first);
        return last > first && last == text.length();
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
