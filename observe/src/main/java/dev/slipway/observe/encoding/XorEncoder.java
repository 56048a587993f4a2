package dev.slipway.observe.encoding;

/**
 * Makes one XOR chunk, sample by sample.
 *
 * <p>After Pelkonen et al., <i>Gorilla: A Fast, Scalable, In-Memory Time Series Database</i>, VLDB 2015, section 4.1.
 * Scrapes come at a steady pace, so the difference between two differences of time is mostly zero: one bit. Neighbouring
 * values share sign, exponent and leading digits, so their XOR is zero or a short run of bits amid zeros; the run is
 * written alone, within the window of the run before where it fits there.
 *
 * <p>It departs from the paper in two ways. Times are milliseconds, so the classes of a difference of differences are
 * 7, 12, 20 and 64 bits wide (paper: 7, 9, 12 and 32, for seconds): scheduling jitter stays within 64 ms in 9 bits. And
 * the first time is not in the bits, since every index of chunks holds it anyway.
 *
 * <pre>
 * time    0                      difference of differences is 0
 *         10   7 bits            -64 .. 63 ms
 *         110  12 bits           -2048 .. 2047 ms
 *         1110 20 bits           -524288 .. 524287 ms
 *         1111 64 bits           anything
 * value   0                      as before
 *         10   run               within the window of the run before
 *         11   5 bits zeros before the run, 6 bits its length (0 for 64), run
 * </pre>
 */
public final class XorEncoder {

    /** Longer chunks save little and cost a query more that needs only a part. */
    public static final int MOST_SAMPLES = 120;

    private static final int MOST_LEADING = 31;

    private final BitWriter bits = new BitWriter();
    private final long firstTime;
    private long lastTime;
    private long lastDelta;
    private long lastValue;
    private int leading = -1;
    private int trailing;
    private int count;

    /** Starts with the first sample. */
    public XorEncoder(long time, double value) {
        firstTime = time;
        lastTime = time;
        lastValue = Double.doubleToRawLongBits(value);
        bits.write(lastValue, Long.SIZE);
        count = 1;
    }

    /**
     * @param time milliseconds, larger than the one before
     */
    public void append(long time, double value) {
        long delta = time - lastTime;
        time(delta - lastDelta);
        lastDelta = delta;
        lastTime = time;
        long raw = Double.doubleToRawLongBits(value);
        value(raw ^ lastValue);
        lastValue = raw;
        count++;
    }

    private void time(long change) {
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

    private void value(long xor) {
        if (xor == 0) {
            bits.write(0, 1);
            return;
        }
        int zerosBefore = Math.min(Long.numberOfLeadingZeros(xor), MOST_LEADING);
        int zerosAfter = Long.numberOfTrailingZeros(xor);
        if (leading >= 0 && zerosBefore >= leading && zerosAfter >= trailing) {
            bits.write(0b10, 2);
        } else {
            leading = zerosBefore;
            trailing = zerosAfter;
            bits.write(0b11, 2);
            bits.write(leading, 5);
            bits.write(Long.SIZE - leading - trailing, 6);
        }
        bits.write(xor >>> trailing, Long.SIZE - leading - trailing);
    }

    public int count() {
        return count;
    }

    public long firstTime() {
        return firstTime;
    }

    public long lastTime() {
        return lastTime;
    }

    /** Bytes of the chunk as it is now. */
    public int size() {
        return bits.size();
    }

    /** The chunk as it is now; appending goes on without touching it. */
    public Chunk chunk() {
        return new Chunk(firstTime, lastTime, count, bits.copy());
    }
}
