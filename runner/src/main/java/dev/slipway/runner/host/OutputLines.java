package dev.slipway.runner.host;

import dev.slipway.kernel.EightBytes;
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
 * <p>It looks for the ends of lines among the bytes, where no other character of UTF-8 holds such a byte, and decodes whole
 * lines, so that a character cut in two by a read is no matter.
 */
public final class OutputLines extends OutputStream {

    /** The most bytes of one line that are kept. */
    public static final int LIMIT = 256 * 1024;

    private static final int CHUNK = 64 * 1024;
    private static final int FIRST_ROOM = 1024;
    private static final int LONGEST_CHARACTER = 4;

    private final Taker taker;
    private byte[] begun = new byte[FIRST_ROOM];
    private int length;
    private long dropped;
    private boolean full;
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
        try (OutputLines splitter = new OutputLines(taker)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
                splitter.take(chunk, 0, read);
                if (read < chunk.length || output.available() == 0) {
                    taker.caughtUp();
                }
            }
        }
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] chunk, int offset, int count) {
        take(chunk, offset, count);
        taker.caughtUp();
    }

    private synchronized void take(byte[] chunk, int offset, int count) {
        if (closed || count == 0) {
            return;
        }
        int end = offset + count;
        int start = afterReturn && chunk[offset] == '\n' ? offset + 1 : offset;
        for (int at = lineEnd(chunk, start, end); at < end; at = lineEnd(chunk, start, end)) {
            end(chunk, start, at);
            boolean pair = chunk[at] == '\r' && at + 1 < end && chunk[at + 1] == '\n';
            start = at + (pair ? 2 : 1);
        }
        afterReturn = chunk[end - 1] == '\r';
        keep(chunk, start, end);
    }

    /** Where the next line feed or carriage return is, looking at eight bytes at a time; the end when there is none. */
    private static int lineEnd(byte[] chunk, int start, int end) {
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = EightBytes.at(chunk, at);
            long hits = EightBytes.equal(eight, '\n') | EightBytes.equal(eight, '\r');
            if (hits != 0) {
                return at + EightBytes.first(hits);
            }
        }
        while (at < end && chunk[at] != '\n' && chunk[at] != '\r') {
            at++;
        }
        return at;
    }

    private void end(byte[] chunk, int start, int end) {
        if (length == 0 && end - start <= LIMIT) {
            taker.line(new Line(new String(chunk, start, end - start, StandardCharsets.UTF_8), 0));
            return;
        }
        keep(chunk, start, end);
        pass();
    }

    private void pass() {
        taker.line(new Line(new String(begun, 0, length, StandardCharsets.UTF_8), dropped));
        length = 0;
        dropped = 0;
        full = false;
        if (begun.length > CHUNK) {
            begun = new byte[FIRST_ROOM];
        }
    }

    /** Keeps the beginning of a line, as far as there is room. */
    private void keep(byte[] chunk, int start, int end) {
        int taken = full ? 0 : fitting(chunk, start, end);
        if (length + taken > begun.length) {
            begun = Arrays.copyOf(begun, Math.min(LIMIT, Math.max(length + taken, begun.length * 2)));
        }
        System.arraycopy(chunk, start, begun, length, taken);
        length += taken;
        if (taken < end - start && !full) {
            full = true;
            dropped = 1;
            taken++;
        }
        for (int at = start + taken; at < end; at++) {
            dropped += continues(chunk[at]) ? 0 : 1;
        }
    }

    /** How many of the bytes fit, without half a character at the end. */
    private int fitting(byte[] chunk, int start, int end) {
        int most = LIMIT - length;
        if (end - start <= most) {
            return end - start;
        }
        for (int back = 0; back < LONGEST_CHARACTER && most > 0 && continues(chunk[start + most]); back++) {
            most--;
        }
        return most;
    }

    private static boolean continues(byte one) {
        return (one & 0xC0) == 0x80;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (length > 0) {
                pass();
            }
            taker.caughtUp();
        }
    }

    /** Takes the lines in their order. */
    @FunctionalInterface
    public interface Taker {

        void line(Line line);

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
