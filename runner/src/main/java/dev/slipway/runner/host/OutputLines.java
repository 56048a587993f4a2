package dev.slipway.runner.host;

import dev.slipway.kernel.EightBytes;
import dev.slipway.runner.log.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits a process's output into lines in bounded memory: of a line longer than the limit only its start is kept, with a
 * mark that says how much is missing. Line feeds, carriage returns and both together end a line. Safe for use by the
 * thread that writes and the one that closes.
 *
 * <p>It looks for the ends of lines among the bytes, where no other character of UTF-8 holds such a byte, and passes whole
 * lines, so that a character cut in two by a read is no matter.
 */
public final class OutputLines extends OutputStream {

    /** The most bytes of one line that are kept. */
    public static final int LIMIT = 256 * 1024;

    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_CHARACTER = 4;
    private static final int FIRST_LINES = 1024;

    private final Taker taker;

    /** Begins with the line that has no end yet. */
    private byte[] held = new byte[2 * CHUNK];

    private int length;

    /** Behind each of the whole lines that were not passed on yet. */
    private int[] ends = new int[FIRST_LINES];

    private int count;

    /** How much stays of a line that is too long; 0 while it is not. */
    private int kept;

    private long dropped;
    private boolean afterReturn;
    private boolean closed;

    private OutputLines(Taker taker) {
        this.taker = taker;
    }

    /** Takes bytes as they come; the last line, when nothing ends it, is passed on at the close. */
    public static OutputLines to(Taker taker) {
        return new OutputLines(taker);
    }

    /** Reads to the end. The taker has caught up whenever nothing more is there at once. */
    public static void read(InputStream output, Taker taker) throws IOException {
        try (OutputLines lines = new OutputLines(taker)) {
            int room = lines.room();
            for (int read = output.read(lines.held, lines.length, room);
                    read >= 0;
                    read = output.read(lines.held, lines.length, room)) {
                lines.take(read);
                if (read < room || output.available() == 0) {
                    taker.caughtUp();
                }
                room = lines.room();
            }
        }
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] chunk, int offset, int count) {
        int end = closed ? offset : offset + count;
        for (int at = offset; at < end; ) {
            int taken = Math.min(end - at, room());
            System.arraycopy(chunk, at, held, length, taken);
            take(taken);
            at += taken;
        }
        taker.caughtUp();
    }

    /** How many bytes may be added at once. */
    private int room() {
        if (held.length - length < CHUNK) {
            held = Arrays.copyOf(held, LIMIT + 2 * CHUNK);
        }
        return held.length - length;
    }

    /**
     * Takes the bytes that were added: passes the whole lines on, and moves what is left to the front. Every line gets a
     * line feed for its end, whatever that was, so those behind one of two bytes move closer.
     */
    private void take(int added) {
        int end = length + added;
        int at = afterReturn && added > 0 && held[length] == '\n' ? length + 1 : length;
        afterReturn = added > 0 ? held[end - 1] == '\r' : afterReturn;
        int whole = 0;
        int line = 0;
        int out = length;
        for (int stop = lineEnd(at, end); stop < end; stop = lineEnd(at, end)) {
            out = move(at, stop, out);
            at = stop + (held[stop] == '\r' && stop + 1 < end && held[stop + 1] == '\n' ? 2 : 1);
            if (kept > 0 || out - line > LIMIT) {
                pass(whole);
                cut(line, out);
                out = at;
                whole = at;
            } else {
                held[out++] = '\n';
                end(out);
            }
            line = out;
        }
        pass(whole);
        length = move(line, move(at, end, out), 0);
        shorten();
    }

    private int move(int from, int to, int into) {
        if (from != into) {
            System.arraycopy(held, from, held, into, to - from);
        }
        return into + to - from;
    }

    /** Where the next line feed or carriage return is, looking at eight bytes at a time; the end when there is none. */
    private int lineEnd(int start, int end) {
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = EightBytes.at(held, at);
            long hits = EightBytes.equal(eight, '\n') | EightBytes.equal(eight, '\r');
            if (hits != 0) {
                return at + EightBytes.first(hits);
            }
        }
        while (at < end && held[at] != '\n' && held[at] != '\r') {
            at++;
        }
        return at;
    }

    private void end(int place) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = place;
    }

    /** Passes the whole lines. */
    private void pass(int start) {
        if (count > 0) {
            taker.lines(TextLines.of(held, start, ends, count));
            count = 0;
        }
    }

    /** Passes the start of a line that is too long. */
    private void cut(int start, int end) {
        int keep = kept > 0 ? kept : fitting(start);
        String text = new String(held, start, keep, StandardCharsets.UTF_8);
        taker.line(new Line(text, Math.max(1, dropped + characters(start + keep, end))));
        kept = 0;
        dropped = 0;
    }

    /** Of a line that has no end yet, what is over the limit is counted and forgotten. */
    private void shorten() {
        if (kept == 0 && length > LIMIT) {
            kept = fitting(0);
        }
        if (kept > 0) {
            dropped += characters(kept, length);
            length = kept;
        }
    }

    /** How many bytes within the limit there are without half a character at the end. */
    private int fitting(int start) {
        int most = LIMIT;
        for (int back = 0; back < LONGEST_CHARACTER && continues(held[start + most]); back++) {
            most--;
        }
        return most;
    }

    private int characters(int start, int end) {
        int count = 0;
        for (int at = start; at < end; at++) {
            count += continues(held[at]) ? 0 : 1;
        }
        return count;
    }

    private static boolean continues(byte one) {
        return (one & 0xC0) == 0x80;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        room();
        if (kept > 0) {
            cut(0, length);
        } else if (length > 0) {
            held[length] = '\n';
            end(length + 1);
            pass(0);
        }
        taker.caughtUp();
    }

    /** Takes the lines in their order. */
    @FunctionalInterface
    public interface Taker {

        void line(Line line);

        /** Takes lines that came at once and are whole. */
        default void lines(TextLines lines) {
            lines.forEach(text -> line(new Line(text, 0)));
        }

        /** All that was read so far has been passed on: what was held back for speed is due now. */
        default void caughtUp() {}
    }

    /**
     * One line.
     *
     * @param text its first {@link #LIMIT} bytes at most
     * @param dropped how many characters came after those
     */
    public record Line(String text, long dropped) {}
}
