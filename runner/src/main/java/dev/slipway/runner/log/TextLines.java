package dev.slipway.runner.log;

import dev.slipway.kernel.EightBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Whole lines that came at once, as bytes of UTF-8, each ended by a line feed. Most output of steps goes to disk in this
 * form, without a look at its characters. It borrows the bytes of whoever passes it: it is valid until the call returns.
 */
public final class TextLines {

    private static final int FIRST_ROOM = 64;

    private final byte[] bytes;
    private final int origin;
    private final int[] ends;
    private final int first;
    private final int last;

    private TextLines(byte[] bytes, int origin, int[] ends, int first, int last) {
        this.bytes = bytes;
        this.origin = origin;
        this.ends = ends;
        this.first = first;
        this.last = last;
    }

    /**
     * @param start where the first line begins
     * @param ends behind the line feed of each line, where the next one begins
     * @param count of the lines
     */
    public static TextLines of(byte[] bytes, int start, int[] ends, int count) {
        return new TextLines(bytes, start, ends, 0, count);
    }

    /**
     * Looks for the ends of the lines.
     *
     * @param end behind the line feed of the last line
     */
    public static TextLines of(byte[] bytes, int start, int end) {
        int[] ends = new int[FIRST_ROOM];
        int count = 0;
        for (int at = start; at < end; count++) {
            at = next(bytes, at, end);
            ends = count == ends.length ? Arrays.copyOf(ends, 2 * count) : ends;
            ends[count] = at;
        }
        return of(bytes, start, ends, count);
    }

    private static int next(byte[] bytes, int place, int end) {
        int at = place;
        while (at + Long.BYTES <= end) {
            long hits = EightBytes.equal(EightBytes.at(bytes, at), '\n');
            if (hits != 0) {
                return at + EightBytes.first(hits) + 1;
            }
            at += Long.BYTES;
        }
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /** What places are counted in. */
    public byte[] bytes() {
        return bytes;
    }

    public int count() {
        return last - first;
    }

    /** Where the first line begins. */
    public int start() {
        return start(0);
    }

    /** Behind the line feed of the last line. */
    public int end() {
        return start(count());
    }

    /** Where a line begins, which is behind the line feed of the one before it. */
    public int start(int line) {
        return first + line == 0 ? origin : ends[first + line - 1];
    }

    /** The line that holds the place. */
    public int lineAt(int place) {
        int found = Arrays.binarySearch(ends, first, last, place + 1);
        return (found < 0 ? -found - 1 : found) - first;
    }

    /** The lines from one of them up to, and without, another. */
    public TextLines part(int from, int to) {
        return new TextLines(bytes, origin, ends, first + from, first + to);
    }

    /** The text of a line, without its line feed; what is no UTF-8 is replaced. */
    public String text(int line) {
        int start = start(line);
        return new String(bytes, start, start(line + 1) - 1 - start, StandardCharsets.UTF_8);
    }

    public void forEach(Consumer<String> taker) {
        for (int line = 0; line < count(); line++) {
            taker.accept(text(line));
        }
    }
}
