package dev.slipway.observe.encoding;

import java.util.Arrays;

/** Rows of {@link XorChunks}, and of each the words that are full. */
final class XorPage {

    private static final int ROW_SHIFT = 3;
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int DELTA = 2;
    private static final int VALUE = 3;
    private static final int PENDING = 4;
    private static final int SHAPE = 5;
    private static final int COUNT = 6;
    private static final int END = 7;

    private static final int MOST_LEADING = 31;
    private static final int FIRST_WORDS = 4;
    private static final long[] NO_WORDS = new long[0];

    private final long[] rows;
    private final long[][] words;

    XorPage(int size) {
        rows = new long[size << ROW_SHIFT];
        words = new long[size][];
        for (int i = 0; i < size; i++) {
            clear(i);
        }
    }

    int count(int index) {
        return (int) rows[(index << ROW_SHIFT) + COUNT];
    }

    long firstTime(int index) {
        return rows[(index << ROW_SHIFT) + FIRST];
    }

    long lastTime(int index) {
        return rows[(index << ROW_SHIFT) + LAST];
    }

    long lastValue(int index) {
        return rows[(index << ROW_SHIFT) + VALUE];
    }

    void clear(int index) {
        int row = index << ROW_SHIFT;
        Arrays.fill(rows, row, row + (1 << ROW_SHIFT), 0);
        words[index] = NO_WORDS;
        rows[row + LAST] = Long.MIN_VALUE;
        rows[row + END] = Long.MIN_VALUE;
    }

    void resume(int index, long lastTime, long lastValue) {
        rows[(index << ROW_SHIFT) + LAST] = lastTime;
        rows[(index << ROW_SHIFT) + VALUE] = lastValue;
    }

    void close(int index) {
        rows[(index << ROW_SHIFT) + COUNT] = 0;
        rows[(index << ROW_SHIFT) + END] = Long.MIN_VALUE;
    }

    void begin(int index, long time, long value, long end) {
        int row = index << ROW_SHIFT;
        rows[row + FIRST] = time;
        rows[row + LAST] = time;
        rows[row + DELTA] = 0;
        rows[row + VALUE] = value;
        rows[row + COUNT] = 1;
        rows[row + END] = end;
        rows[row + PENDING] = 0;
        rows[row + SHAPE] = RowShape.EMPTY;
        put(index, 0, 1);
        put(index, value, Long.SIZE);
    }

    boolean append(int index, long time, long value) {
        int row = index << ROW_SHIFT;
        long last = rows[row + LAST];
        if (time <= last || time >= rows[row + END]) {
            return false;
        }
        long delta = time - last;
        long change = delta - rows[row + DELTA];
        long xor = value ^ rows[row + VALUE];
        rows[row + LAST] = time;
        rows[row + DELTA] = delta;
        rows[row + VALUE] = value;
        if (++rows[row + COUNT] >= XorChunks.MOST_SAMPLES) {
            rows[row + END] = Long.MIN_VALUE;
        }
        if (change == 0) {
            value(index, xor, 1);
        } else {
            time(index, change);
            value(index, xor, 0);
        }
        return true;
    }

    private void time(int index, long change) {
        int width = TimeWriter.width(change);
        put(index, TimeWriter.prefix(width), TimeWriter.prefixWidth(width));
        put(index, width == Long.SIZE ? change : change & ((1L << width) - 1), width);
    }

    /**
     * @param zeros to write before, at most one: the time, when it went on as before
     */
    private void value(int index, long xor, int zeros) {
        long shape = rows[(index << ROW_SHIFT) + SHAPE];
        int trailing = RowShape.trailing(shape);
        int leading = RowShape.leading(shape);
        if (xor == 0) {
            put(index, 0, 1 + zeros);
        } else if (Long.numberOfLeadingZeros(xor) >= leading && Long.numberOfTrailingZeros(xor) >= trailing) {
            run(index, xor >>> trailing, Long.SIZE - leading - trailing, zeros);
        } else {
            window(index, xor, zeros);
        }
    }

    private void run(int index, long bits, int width, int zeros) {
        if (width + zeros + 2 <= Long.SIZE) {
            put(index, (0b10L << width) | bits, width + zeros + 2);
        } else {
            put(index, 0b10, zeros + 2);
            put(index, bits, width);
        }
    }

    private void window(int index, long xor, int zeros) {
        int leading = Math.min(Long.numberOfLeadingZeros(xor), MOST_LEADING);
        int trailing = Long.numberOfTrailingZeros(xor);
        int width = Long.SIZE - leading - trailing;
        int row = index << ROW_SHIFT;
        rows[row + SHAPE] = RowShape.withWindow(rows[row + SHAPE], leading, trailing);
        put(index, (0b11L << 11) | ((long) leading << 6) | (width & 0x3f), 13 + zeros);
        put(index, xor >>> trailing, width);
    }

    /**
     * Appends bits, the highest first.
     *
     * @param bits with zeros above the lowest {@code width}
     * @param width from 1 to 64
     */
    private void put(int index, long bits, int width) {
        int row = index << ROW_SHIFT;
        long shape = rows[row + SHAPE];
        int free = Long.SIZE - RowShape.used(shape);
        if (width < free) {
            rows[row + PENDING] |= bits << (free - width);
            rows[row + SHAPE] = shape + width;
            return;
        }
        int left = width - free;
        spill(index, RowShape.words(shape), rows[row + PENDING] | (bits >>> left));
        rows[row + PENDING] = left == 0 ? 0 : bits << (Long.SIZE - left);
        rows[row + SHAPE] = RowShape.spilled(shape, left);
    }

    private void spill(int index, int count, long word) {
        long[] full = words[index];
        if (count == full.length) {
            full = Arrays.copyOf(full, count + Math.max(FIRST_WORDS, count >> 1));
            words[index] = full;
        }
        full[count] = word;
    }

    Chunk peek(int index) {
        int row = index << ROW_SHIFT;
        int full = RowShape.words(rows[row + SHAPE]);
        byte[] bytes = new byte[size(index)];
        for (int i = 0; i < full; i++) {
            BitWriter.LONGS.set(bytes, i * Long.BYTES, words[index][i]);
        }
        for (int at = full * Long.BYTES; at < bytes.length; at++) {
            bytes[at] = (byte) (rows[row + PENDING] >>> (56 - 8 * (at & 7)));
        }
        return new Chunk(rows[row + FIRST], rows[row + LAST], (int) rows[row + COUNT], bytes);
    }

    int size(int index) {
        long shape = rows[(index << ROW_SHIFT) + SHAPE];
        return RowShape.words(shape) * Long.BYTES + (RowShape.used(shape) + 7) / 8;
    }
}
