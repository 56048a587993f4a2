package dev.slipway.observe.encoding;

/** Times as changes of their differences, in the classes that {@link XorChunks} lists. */
final class TimeWriter {

    private final BitWriter bits;
    private long last;
    private long lastDelta;

    /**
     * @param first time, which is not written
     */
    TimeWriter(BitWriter bits, long first) {
        this.bits = bits;
        this.last = first;
    }

    void write(long time) {
        long delta = time - last;
        change(delta - lastDelta);
        lastDelta = delta;
        last = time;
    }

    long last() {
        return last;
    }

    private void change(long change) {
        if (change == 0) {
            bits.write(0, 1);
            return;
        }
        int width = width(change);
        bits.write(prefix(width), prefixWidth(width));
        bits.write(change, width);
    }

    /** Bits that a change takes, which is not 0. */
    static int width(long change) {
        if (fits(change, 7)) {
            return 7;
        } else if (fits(change, 12)) {
            return 12;
        }
        return fits(change, 20) ? 20 : Long.SIZE;
    }

    /** The bits that announce a width. */
    static long prefix(int width) {
        return switch (width) {
            case 7 -> 0b10;
            case 12 -> 0b110;
            case 20 -> 0b1110;
            default -> 0b1111;
        };
    }

    static int prefixWidth(int width) {
        return switch (width) {
            case 7 -> 2;
            case 12 -> 3;
            default -> 4;
        };
    }

    private static boolean fits(long value, int width) {
        long half = 1L << (width - 1);
        return value >= -half && value < half;
    }

    /** Reads one change. */
    static long change(BitReader bits) {
        if (!bits.bit()) {
            return 0;
        } else if (!bits.bit()) {
            return bits.signed(7);
        } else if (!bits.bit()) {
            return bits.signed(12);
        } else if (!bits.bit()) {
            return bits.signed(20);
        }
        return bits.signed(64);
    }
}
