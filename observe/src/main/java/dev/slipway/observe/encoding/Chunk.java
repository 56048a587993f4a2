package dev.slipway.observe.encoding;

/** A run of samples of one series, encoded by {@link XorChunks} or {@link DecimalCodec}; immutable. */
public final class Chunk {

    private final long minTime;
    private final long maxTime;
    private final int count;
    private final byte[] data;

    /**
     * @param minTime of the first sample, milliseconds
     * @param maxTime of the last sample, milliseconds
     * @param count of samples, at least one
     * @param data the bits; not copied, so the caller lets go of it
     */
    public Chunk(long minTime, long maxTime, int count, byte[] data) {
        this.minTime = minTime;
        this.maxTime = maxTime;
        this.count = count;
        this.data = data;
    }

    public long minTime() {
        return minTime;
    }

    public long maxTime() {
        return maxTime;
    }

    public int count() {
        return count;
    }

    /** Bytes of the bits. */
    public int size() {
        return data.length;
    }

    /** Writes the bits. */
    public void writeTo(ByteSink sink) {
        sink.bytes(data, 0, data.length);
    }

    /** True when a sample may lie in the time, both ends included. */
    public boolean overlaps(long from, long to) {
        return minTime <= to && maxTime >= from;
    }

    /** Adds all samples to a buffer. */
    public void decode(SampleBuffer into) {
        int at = into.extend(count);
        BitReader bits = new BitReader(data);
        if (bits.bit()) {
            DecimalCodec.decode(bits, minTime, into.times(), into.values(), at, at + count);
        } else {
            decodeXor(bits, into.times(), into.values(), at);
        }
    }

    private void decodeXor(BitReader bits, long[] times, double[] values, int at) {
        long time = minTime;
        long delta = 0;
        long value = bits.read(Long.SIZE);
        int leading = 0;
        int width = 0;
        times[at] = time;
        values[at] = Double.longBitsToDouble(value);
        for (int i = at + 1; i < at + count; i++) {
            delta += TimeWriter.change(bits);
            time += delta;
            if (bits.bit()) {
                if (bits.bit()) {
                    leading = (int) bits.read(5);
                    int length = (int) bits.read(6);
                    width = length == 0 ? Long.SIZE : length;
                }
                value ^= bits.read(width) << (Long.SIZE - leading - width);
            }
            times[i] = time;
            values[i] = Double.longBitsToDouble(value);
        }
    }
}
