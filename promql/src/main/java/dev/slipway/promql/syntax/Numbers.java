package dev.slipway.promql.syntax;

import dev.slipway.promql.format.DurationText;
import dev.slipway.promql.format.FloatText;
import java.util.Locale;

/** The values of number and duration tokens. */
final class Numbers {

    private static final double MILLIS = 1000.0;

    /** Beyond this many seconds a length of time does not fit Prometheus' nanoseconds. */
    private static final double MOST_SECONDS = Long.MAX_VALUE / 1e9;

    private Numbers() {}

    /** The number, or the seconds of a duration. */
    static double value(Token token) {
        return token.is(Token.Kind.DURATION) ? durationMillis(token) / MILLIS : number(token);
    }

    private static long durationMillis(Token token) {
        return DurationText.parse(token.text())
                .orElseThrow(() -> new SyntaxException(
                        token.span(),
                        "not a valid duration string: \"" + token.text() + "\"",
                        "write the largest unit first and each unit once: 1h30m; units are y w d h m s ms"));
    }

    /** As Go's ParseInt with base 0, then ParseFloat: a leading 0 makes an octal number. */
    private static double number(Token token) {
        String text = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        if (text.startsWith("0x")) {
            return new java.math.BigInteger(text.substring(2), 16).doubleValue();
        } else if (text.matches("0[0-7]+")) {
            return new java.math.BigInteger(text, 8).doubleValue();
        }
        return FloatText.parse(text)
                .orElseThrow(() -> new SyntaxException(token.span(), "error parsing number: " + token.text()));
    }

    /** @throws SyntaxException when it is longer than Prometheus can hold */
    static long millis(double seconds, Span span) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > MOST_SECONDS) {
            throw new SyntaxException(span, "duration out of range");
        }
        return Math.round(seconds * 1e9) / 1_000_000;
    }
}
