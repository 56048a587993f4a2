package dev.slipway.observe.encoding;

/** Times as changes of their differences, in the classes that {@link XorEncoder} lists. */
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
        } else if (fits(change, 7)) {
            bits.write(0b10, 2);
            bits.write(change, 7);
        } else if (fits(change, 12)) {
            bits.write(0b110, 3);
            bits.write(change, 12);
        } else if (fits(change, 20)) {
            bits.write(0b1110, 4);
            bits.write(change, 20);
        } else {
            bits.write(0b1111, 4);
            bits.write(change, 64);
        }
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
