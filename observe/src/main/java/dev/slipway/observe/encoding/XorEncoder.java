package dev.slipway.observe.encoding;

/**
 * Makes one XOR chunk, sample by sample.
 *
 * <p>After Pelkonen et al., <i>Gorilla: A Fast, Scalable, In-Memory Time Series Database</i>, VLDB 2015, section 4.1.
 * Scrapes come at a steady pace, so the difference between two differences of time is mostly zero: one bit. Neighbouring
 * values share sign, exponent and leading digits, so their XOR is zero or a short run of bits amid zeros; the run is
 * written alone, within the window of the run before where it fits there.
 *
 * <p>A chunk of short decimals is smaller as {@link DecimalCodec} writes it; which of the two it is, its first bit says.
 *
 * <p>It departs from the paper in two ways. Times are milliseconds, so the classes of a difference of differences are
 * 7, 12, 20 and 64 bits wide (paper: 7, 9, 12 and 32, for seconds): scheduling jitter stays within 64 ms in 9 bits. And
 * the first time is not in the bits, since every index of chunks holds it anyway.
 *
 * <pre>
 *         0, 64 bits first value; then for each further sample its time and its value
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
    private final TimeWriter times;
    private final long firstTime;
    private long lastValue;
    private int leading = -1;
    private int trailing;
    private int count;

    /** Starts with the first sample. */
    public XorEncoder(long time, double value) {
        firstTime = time;
        times = new TimeWriter(bits, time);
        lastValue = Double.doubleToRawLongBits(value);
        bits.write(0, 1);
        bits.write(lastValue, Long.SIZE);
        count = 1;
    }

    /**
     * @param time milliseconds, larger than the one before
     */
    public void append(long time, double value) {
        times.write(time);
        long raw = Double.doubleToRawLongBits(value);
        value(raw ^ lastValue);
        lastValue = raw;
        count++;
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
        return times.last();
    }

    /** Bytes of the chunk as it is now. */
    public int size() {
        return bits.size();
    }

    /** The chunk in the smaller of the two encodings, for when nothing more is appended. */
    public Chunk closed() {
        Chunk plain = chunk();
        SampleBuffer samples = new SampleBuffer(count);
        plain.decode(samples);
        return DecimalCodec.encode(samples)
                .filter(decimal -> decimal.length < plain.size())
                .map(decimal -> new Chunk(firstTime, times.last(), count, decimal))
                .orElse(plain);
    }

    /** The chunk as it is now; appending goes on without touching it. */
    public Chunk chunk() {
        return new Chunk(firstTime, times.last(), count, bits.copy());
    }
}
