package dev.slipway.server.metric;

import dev.slipway.kernel.Problem;
import java.util.regex.Pattern;

/** Reads a number as JSON writes it: no hexadecimal, no suffix, nothing infinite. */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,309}(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?");

    private Numbers() {}

    /** @param what names the text in the problem */
    static double finite(String text, String what) {
        return finite(text, what, "");
    }

    /**
     * @param what names the text in the problem
     * @param more said at the problem's end
     */
    static double finite(String text, String what, String more) {
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-number",
                    what + " is no number: '" + text.substring(0, Math.min(60, text.length())) + "'" + more,
                    "give one number, such as 0.93");
        }
        return value;
    }
}
