package dev.slipway.platforms.process;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that an instance wrote, and when, as far as that is known. Engines tell the time of each line, and by it a
 * reader knows which of them it has seen, also when they have moved from the engine's keeping to a file.
 *
 * @param at {@link #UNKNOWN} where nobody has noted it
 */
public record TimedLine(Instant at, String text) {

    static final Instant UNKNOWN = Instant.EPOCH;

    /** RFC 3339, as engines write it before the line. */
    private static final Pattern TIME =
            Pattern.compile("^(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)) ");

    static TimedLine untimed(String text) {
        return new TimedLine(UNKNOWN, text);
    }

    /** Of a line with its time before it; what only looks like one, such as the 31st of February, is text. */
    public static TimedLine parse(String line) {
        Matcher time = TIME.matcher(line);
        if (!time.find()) {
            return untimed(line);
        }
        try {
            return new TimedLine(OffsetDateTime.parse(time.group(1)).toInstant(), line.substring(time.end()));
        } catch (DateTimeException noTime) {
            return untimed(line);
        }
    }

    /** With its time before it. */
    public String timed() {
        return at + " " + text;
    }
}
