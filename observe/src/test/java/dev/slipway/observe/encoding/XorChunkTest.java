package dev.slipway.observe.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XorChunkTest {

    private static final long START = 1_767_614_400_000L;

    @Test
    void samples_comeBackBitForBit() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            SampleBuffer samples = random(random, 1 + random.nextInt(400));

            assertSame(decoded(samples.chunks()), samples);
        }
    }

    private static SampleBuffer random(Random random, int count) {
        SampleBuffer samples = new SampleBuffer();
        int kind = random.nextInt(7);
        long time = random.nextBoolean() ? START : random.nextLong() >> 2;
        double value = random.nextInt(1000);
        for (int i = 0; i < count; i++) {
            value = next(random, kind, value);
            samples.add(time, value);
            time += 1 + (kind == 0 ? 14_999 : Math.abs(random.nextLong() >> (20 + random.nextInt(43))));
        }
        return samples;
    }

    private static double next(Random random, int kind, double value) {
        return switch (kind) {
            case 0 -> value;
            case 1 -> value + random.nextInt(100);
            case 2 -> random.nextGaussian() * 1e6;
            case 5 -> Math.rint(random.nextGaussian() * 1000) / 100;
            case 6 -> value - random.nextInt(1 << 30) / 8.0;
            case 3 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY;
        };
    }

    @Test
    void chunk_canBeReadWhileItGrows() {
        XorChunks growing = growing(1);
        growing.append(0, START + 15_000, bits(2));
        Chunk early = growing.peek(0);
        growing.append(0, START + 30_000, bits(3));

        assertThat(early.count()).isEqualTo(2);
        assertThat(early.maxTime()).isEqualTo(START + 15_000);
        SampleBuffer read = decoded(List.of(growing.peek(0)));
        assertThat(read.time(2)).isEqualTo(START + 30_000);
        assertThat(read.value(2)).isEqualTo(3);
    }

    private static XorChunks growing(double first) {
        XorChunks growing = new XorChunks(1);
        growing.reserve(0);
        growing.begin(0, START, bits(first), START + 3_600_000);
        return growing;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    @Test
    void steadySeries_costTwoBitsASample() {
        XorChunks growing = growing(42);
        for (int i = 1; i < XorChunks.MOST_SAMPLES; i++) {
            assertThat(growing.append(0, START + i * 15_000L, bits(42))).isTrue();
        }
        assertThat(growing.size(0)).isLessThanOrEqualTo(8 + 3 + XorChunks.MOST_SAMPLES / 4 + 2);
        assertThat(growing.peek(0).size()).isEqualTo(growing.size(0));
    }

    @Test
    void chunk_takesNothingThatIsFullEarlierOrBeyondItsEnd() {
        XorChunks growing = growing(1);
        assertThat(growing.append(0, START, bits(2))).isFalse();
        assertThat(growing.append(0, START + 3_600_000, bits(2))).isFalse();
        for (int i = 1; i < XorChunks.MOST_SAMPLES; i++) {
            assertThat(growing.append(0, START + i, bits(i))).isTrue();
        }
        assertThat(growing.append(0, START + 500, bits(2))).isFalse();

        assertThat(growing.close(0).count()).isEqualTo(XorChunks.MOST_SAMPLES);
        assertThat(growing.isOpen(0)).isFalse();
        assertThat(growing.append(0, START + 500, bits(2))).isFalse();
        assertThat(growing.lastTime(0)).isEqualTo(START + XorChunks.MOST_SAMPLES - 1);
        growing.clear(0);
        assertThat(growing.lastTime(0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void chunksOfOneTable_growSideBySide() {
        Random random = new Random(5);
        XorChunks table = new XorChunks(2);
        SampleBuffer[] expected = new SampleBuffer[11];
        for (int i = 0; i < expected.length; i++) {
            table.reserve(i);
            expected[i] = random(random, XorChunks.MOST_SAMPLES);
            table.begin(i, expected[i].time(0), bits(expected[i].value(0)), Long.MAX_VALUE);
        }
        for (int at = 1; at < XorChunks.MOST_SAMPLES; at++) {
            for (int i = 0; i < expected.length; i++) {
                table.append(i, expected[i].time(at), bits(expected[i].value(at)));
            }
        }
        for (int i = 0; i < expected.length; i++) {
            assertSame(decoded(List.of(table.peek(i))), expected[i]);
            assertSame(decoded(List.of(table.close(i))), expected[i]);
        }
    }

    @Test
    void shortDecimals_costTheirDigits() {
        Random random = new Random(3);
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < XorChunks.MOST_SAMPLES; i++) {
            samples.add(START + i * 15_000L, (5000 + random.nextInt(100)) / 100.0);
        }
        Chunk chunk = samples.chunks().getFirst();
        assertThat(chunk.size()).isLessThan(17 + XorChunks.MOST_SAMPLES * 10 / 8);
        assertSame(decoded(List.of(chunk)), samples);
    }

    @Test
    void valuesThatAreNoDecimals_keepTheirBits() {
        for (double odd :
                new double[] {-0.0, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 0.1 + 0.2, Double.MIN_VALUE}) {
            SampleBuffer samples = new SampleBuffer();
            samples.add(START, 1);
            samples.add(START + 1, odd);
            samples.add(START + 2, 2);
            assertSame(decoded(samples.chunks()), samples);
        }
    }

    @Test
    void damagedBits_neverLeadOutsideTheChunk() {
        Random random = new Random(11);
        Chunk chunk = random(random, 100).chunks().getFirst();
        ByteSink sink = new ByteSink();
        chunk.writeTo(sink);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = sink.toBytes();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            SampleBuffer read = decoded(List.of(new Chunk(chunk.minTime(), chunk.maxTime(), chunk.count(), bytes)));
            assertThat(read.size()).isEqualTo(chunk.count());
        }
    }

    @Test
    void sort_keepsTheFirstOfEqualTimes() {
        SampleBuffer samples = new SampleBuffer();
        samples.add(20, 2);
        samples.add(10, 1);
        samples.add(20, 3);
        samples.sort();
        assertThat(samples.size()).isEqualTo(2);
        assertThat(samples.time(0)).isEqualTo(10);
        assertThat(samples.value(1)).isEqualTo(2);
    }

    @Test
    void insert_keepsOrderAndRefusesASecondValue() {
        SampleBuffer samples = new SampleBuffer(1);
        assertThat(samples.insert(20, 2)).isTrue();
        assertThat(samples.insert(10, 1)).isTrue();
        assertThat(samples.insert(30, 3)).isTrue();
        assertThat(samples.insert(20, 9)).isFalse();
        assertThat(samples.time(0)).isEqualTo(10);
        assertThat(samples.value(1)).isEqualTo(2);
        assertThat(samples.time(2)).isEqualTo(30);
    }

    private static SampleBuffer decoded(List<Chunk> chunks) {
        SampleBuffer read = new SampleBuffer();
        chunks.forEach(chunk -> chunk.decode(read));
        return read;
    }

    private static void assertSame(SampleBuffer actual, SampleBuffer expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.time(i)).isEqualTo(expected.time(i));
            assertThat(Double.doubleToRawLongBits(actual.value(i)))
                    .isEqualTo(Double.doubleToRawLongBits(expected.value(i)));
        }
    }
}
