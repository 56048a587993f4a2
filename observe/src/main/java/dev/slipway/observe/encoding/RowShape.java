package dev.slipway.observe.encoding;

/**
 * Four small numbers of a row of {@link XorPage} in one: bits used of the pending word (lowest byte), zeros before and
 * after the window of runs (a byte each), full words (upper half).
 */
final class RowShape {

    /** No bit, no word, and a window into which nothing fits. */
    static final long EMPTY = (long) Long.SIZE << 8;

    private RowShape() {}

    static int used(long shape) {
        return (int) shape & 0xff;
    }

    static int leading(long shape) {
        return (int) (shape >>> 8) & 0xff;
    }

    static int trailing(long shape) {
        return (int) (shape >>> 16) & 0xff;
    }

    static int words(long shape) {
        return (int) (shape >>> 32);
    }

    static long withWindow(long shape, int leading, int trailing) {
        return (shape & ~0xffff00L) | ((long) leading << 8) | ((long) trailing << 16);
    }

    /** One full word more, and so many bits of the next. */
    static long spilled(long shape, int used) {
        return ((shape & ~0xffL) | used) + (1L << 32);
    }
}
