package dev.slipway.server.run;

import dev.slipway.kernel.EightBytes;
import dev.slipway.runner.log.LogLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Lines of a log as JSON, as {@link LogPage.Line} is written, held until they go to disk. Most lines hold nothing that JSON
 * escapes and are copied as they are. Not safe for use by several threads.
 */
final class LineBytes {

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
        System.arraycopy(bytes, 0, held, size, bytes.length);
        size += bytes.length;
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
