package dev.slipway.server.run;

import dev.slipway.kernel.EightBytes;
import dev.slipway.runner.log.LogLine;
import dev.slipway.runner.log.TextLines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Entries of a log, as {@link LogEntry} reads them, held until they go to disk. Most single lines hold nothing that JSON
 * escapes and are copied as they are, as all lines of a block are. Not safe for use by several threads.
 */
final class LineBytes {

    private static final byte[] LINES = ascii("{\"lines\":");
    private static final byte[] BYTES = ascii(",\"bytes\":");
    private static final byte[] FIRST = ascii(",\"n\":");
    private static final byte[] HEAD_TAIL = ascii("}\n");
    private static final byte[] NUMBER = ascii("{\"n\":");
    private static final byte[] AT = ascii(",\"at\":\"");
    private static final byte[] STEP = ascii("\",\"step\":");
    private static final byte[] TEXT = ascii(",\"text\":\"");
    private static final byte[] TAIL = ascii("\"}\n");

    /** More than all of a line but its text takes. */
    private static final int FRAME = 160;

    private static final int FIRST_ROOM = 64 * 1024;
    private static final int KEPT_ROOM = 1024 * 1024;

    private final TimeText times = new TimeText();
    private byte[] held = new byte[FIRST_ROOM];
    private int size;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Adds a line. */
    void add(long number, LogLine line) {
        byte[] text = json(line.text());
        ensure(FRAME + text.length);
        put(NUMBER);
        put(number);
        put(AT);
        size = times.put(line.at(), held, size);
        put(STEP);
        put(line.step());
        put(TEXT);
        put(text);
        put(TAIL);
    }

    /**
     * Adds lines that came at once, as one block.
     *
     * @param number of the first
     */
    void add(long number, int step, Instant at, TextLines lines) {
        int length = lines.end() - lines.start();
        ensure(FRAME + length);
        put(LINES);
        put(lines.count());
        put(BYTES);
        put(length);
        put(FIRST);
        put(number);
        put(AT);
        size = times.put(at, held, size);
        put(STEP);
        put(step);
        put(HEAD_TAIL);
        put(lines.bytes(), lines.start(), length);
    }

    int size() {
        return size;
    }

    /** All of it, valid until the next call. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(held, 0, size);
    }

    void clear() {
        size = 0;
        if (held.length > KEPT_ROOM) {
            held = new byte[FIRST_ROOM];
        }
    }

    private void ensure(int more) {
        if (held.length - size < more) {
            held = Arrays.copyOf(held, Math.max(size + more, held.length * 2));
        }
    }

    private void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int start, int length) {
        System.arraycopy(bytes, start, held, size, length);
        size += length;
    }

    private void put(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int at = size + digits - 1; at >= size; at--) {
            held[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    /** A text as it stands between quotes. */
    private static byte[] json(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return isPlain(plain)
                ? plain
                : JsonStringEncoder.getInstance().quoteAsUTF8(new String(plain, StandardCharsets.UTF_8));
    }

    /** Whether JSON escapes none of it. */
    private static boolean isPlain(byte[] text) {
        int at = 0;
        for (; at + Long.BYTES <= text.length; at += Long.BYTES) {
            long eight = EightBytes.at(text, at);
            if ((EightBytes.below(eight, ' ') | EightBytes.equal(eight, '"') | EightBytes.equal(eight, '\\')) != 0) {
                return false;
            }
        }
        for (; at < text.length; at++) {
            if ((text[at] >= 0 && text[at] < ' ') || text[at] == '"' || text[at] == '\\') {
                return false;
            }
        }
        return true;
    }
}
