package dev.slipway.platforms.process;

import dev.slipway.kernel.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far somebody has read what an instance writes: in its files, and by the clock where an engine keeps the output.
 *
 * @param bytes of the files, all that was ever written counted
 * @param at time of the last line
 * @param sameTime how many lines of that time were read, for an engine may tell whole seconds only
 */
record OutputPlace(long bytes, Instant at, int sameTime) {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})(?:_(\\S{1,40})_(\\d{1,9}))?");

    private static final String HINT = "give the one that came with the lines before";

    static OutputPlace at(long bytes) {
        return new OutputPlace(bytes, TimedLine.UNKNOWN, 0);
    }

    /** @throws Problem code {@code bad-place} */
    static OutputPlace parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw Problem.of(Problem.Kind.INVALID, "bad-place", words(text), HINT);
        }
        OutputPlace files = at(Long.parseLong(written.group(1)));
        if (written.group(2) == null) {
            return files;
        }
        try {
            return new OutputPlace(files.bytes, Instant.parse(written.group(2)), Integer.parseInt(written.group(3)));
        } catch (DateTimeException e) {
            throw Problem.of(Problem.Kind.INVALID, "bad-place", words(text), HINT, e);
        }
    }

    private static String words(String text) {
        return "'" + text + "' is no place in what an instance has written";
    }

    OutputPlace reading(long toByte) {
        return new OutputPlace(toByte, at, sameTime);
    }

    OutputPlace after(TimedLine line) {
        boolean same = line.at().equals(at);
        return line.at().equals(TimedLine.UNKNOWN) ? this : new OutputPlace(bytes, line.at(), same ? sameTime + 1 : 1);
    }

    @Override
    public String toString() {
        return at.equals(TimedLine.UNKNOWN) ? Long.toString(bytes) : bytes + "_" + at + "_" + sameTime;
    }
}
