package dev.slipway.observe.encoding;

import java.util.Optional;

/**
 * Values that are short decimals, as counters and most gauges are, written as whole numbers: all of a chunk times one
 * power of ten, then the difference of each to the one before, all in one width, less the smallest difference.
 *
 * <p>The idea is that of VictoriaMetrics' encoding and of ALP (Afroozeh et al., <i>ALP: Adaptive Lossless Floating-Point
 * Compression</i>, SIGMOD 2024): XOR spends the whole mantissa on a value such as 50.37, whose digits need 13 bits. A
 * power is taken only when every value comes back bit for bit; NaN, infinities, -0 and staleness markers never do, and
 * such a chunk stays with XOR.
 *
 * <pre>
 * 1, 3 bits power, 64 bits first number, 64 bits smallest difference, 6 bits width,
 * per further sample: its time as in {@link XorChunks}, its difference less the smallest
 * </pre>
 */
final class DecimalCodec {

    private static final double[] POWERS = {1, 10, 100, 1000, 10_000, 100_000};
    private static final double EXACT = 1L << 53;
    private static final int WIDEST = 52;

    private DecimalCodec() {}

    /** The samples as a chunk; empty when some value is no short decimal. */
    static Optional<byte[]> encode(SampleBuffer samples) {
        for (int power = 0; power < POWERS.length; power++) {
            long[] numbers = numbers(samples, POWERS[power]);
            if (numbers.length > 0) {
                return encode(samples, numbers, power);
            }
        }
        return Optional.empty();
    }

    /** Empty when some value does not come back bit for bit. */
    private static long[] numbers(SampleBuffer samples, double power) {
        long[] numbers = new long[samples.size()];
        for (int i = 0; i < numbers.length; i++) {
            double scaled = Math.rint(samples.value(i) * power);
            boolean exact = Math.abs(scaled) < EXACT
                    && Double.doubleToRawLongBits((long) scaled / power)
                            == Double.doubleToRawLongBits(samples.value(i));
            if (!exact) {
                return new long[0];
            }
            numbers[i] = (long) scaled;
        }
        return numbers;
    }

    private static Optional<byte[]> encode(SampleBuffer samples, long[] numbers, int power) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 1; i < numbers.length; i++) {
            least = Math.min(least, numbers[i] - numbers[i - 1]);
            most = Math.max(most, numbers[i] - numbers[i - 1]);
        }
        int width = numbers.length < 2 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(most - least);
        if (numbers.length < 2 || width > WIDEST) {
            return Optional.empty();
        }
        BitWriter bits = new BitWriter();
        bits.write(1, 1);
        bits.write(power, 3);
        bits.write(numbers[0], Long.SIZE);
        bits.write(least, Long.SIZE);
        bits.write(width, 6);
        TimeWriter times = new TimeWriter(bits, samples.time(0));
        for (int i = 1; i < numbers.length; i++) {
            times.write(samples.time(i));
            if (width > 0) {
                bits.write(numbers[i] - numbers[i - 1] - least, width);
            }
        }
        return Optional.of(bits.copy());
    }

    /** Fills in samples from one place to another; the bit that tells the encodings apart was read. */
    static void decode(BitReader bits, long firstTime, long[] times, double[] values, int from, int to) {
        double power = POWERS[Math.min((int) bits.read(3), POWERS.length - 1)];
        long number = bits.read(Long.SIZE);
        long least = bits.read(Long.SIZE);
        int width = (int) bits.read(6);
        long time = firstTime;
        long delta = 0;
        times[from] = time;
        values[from] = number / power;
        for (int i = from + 1; i < to; i++) {
            delta += TimeWriter.change(bits);
            time += delta;
            number += least + (width == 0 ? 0 : bits.read(width));
            times[i] = time;
            values[i] = number / power;
        }
    }
}
