package dev.slipway.observe.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.observe.encoding.Chunk;
import dev.slipway.observe.encoding.SampleBuffer;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalTest {

    private static final Labels UP = Labels.of("__name__", "up", "job", "größe");

    @TempDir
    Path folder;

    private final ByteSink sink = new ByteSink();

    @BeforeEach
    void threeFrames() throws IOException {
        WalRecords.series(sink, 7, UP);
        WalRecords.samples(sink, new long[] {7, 9}, new long[] {1000, 999}, new double[] {1.5, -2}, 0, 2);
        WalRecords.deletion(sink, 7, -5, 500);
        try (WalWriter writer = new WalWriter(folder, 0, 1 << 20)) {
            writer.append(sink.buffer());
            writer.sync();
        }
    }

    @Test
    void records_areReadInTheirOrder() throws IOException {
        Heard heard = read();
        assertThat(heard.lines)
                .containsExactly("series 7 " + UP, "sample 7 1000 1.5", "sample 9 999 -2.0", "deletion 7 -5 500");
        assertThat(heard.result.damages()).isEmpty();
        assertThat(heard.result.last()).isEqualTo(1);
    }

    @Test
    void tornTail_isCutOffAndReportedOnce() throws IOException {
        byte[] whole = Files.readAllBytes(segment(1));
        for (int cut = whole.length - 1; cut > WalFiles.HEADER; cut--) {
            Files.write(segment(1), java.util.Arrays.copyOf(whole, cut));
            Heard first = read();
            assertThat(first.lines).doesNotContain("deletion 7 -5 500");
            assertThat(read().lines).isEqualTo(first.lines);
            assertThat(read().result.damages()).isEmpty();
        }
    }

    @Test
    void flippedBit_costsItsOwnFrameOnly() throws IOException {
        byte[] whole = Files.readAllBytes(segment(1));
        int firstFrame = WalFiles.HEADER;
        for (int at = firstFrame; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                Files.write(segment(1), damaged);
                Heard heard = read();
                assertThat(heard.lines).hasSizeBetween(2, 3);
                assertThat(heard.result.damages()).hasSize(1);
            }
        }
    }

    @Test
    void flippedBitInTheHeader_costsNoRecord() throws IOException {
        byte[] whole = Files.readAllBytes(segment(1));
        for (int at = 0; at < WalFiles.HEADER; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(segment(1), damaged);
            Heard heard = read();
            assertThat(heard.lines).hasSize(4);
            assertThat(heard.result.damages()).containsExactly(new WalDamage.Corrupt("00000001", 0, WalFiles.HEADER));
        }
    }

    @Test
    void missingSegment_isReported() throws IOException {
        try (WalWriter writer = new WalWriter(folder, 3, 1 << 20)) {
            writer.append(sink.buffer());
            writer.sync();
        }
        assertThat(read().result.damages()).containsExactly(new WalDamage.Missing(2), new WalDamage.Missing(3));
    }

    @Test
    void unknownRecord_isReportedAndPassedOver() throws IOException {
        int kindAt = WalFiles.HEADER + 6;
        byte[] bytes = Files.readAllBytes(segment(1));
        int length = WalFiles.HEADER + 11 + ByteLength.of(bytes, WalFiles.HEADER + 7);
        bytes[kindAt] = 99;
        ByteSink again = new ByteSink().bytes(bytes, kindAt, length - kindAt);
        ByteSink crc = new ByteSink().u32(again.checksum(0));
        System.arraycopy(crc.toBytes(), 0, bytes, WalFiles.HEADER + 2, 4);
        Files.write(segment(1), bytes);
        Heard heard = read();
        assertThat(heard.result.damages())
                .containsExactly(new WalDamage.NotUnderstood("00000001", WalFiles.HEADER, 99));
        assertThat(heard.lines).hasSize(3);
    }

    @Test
    void rollback_takesBackWhatWasNotSynced() throws IOException {
        try (WalWriter writer = new WalWriter(folder, 1, 1 << 20)) {
            writer.append(sink.buffer());
            writer.sync();
            writer.append(sink.buffer());
            writer.rollback();
            writer.append(sink.buffer());
            writer.sync();
        }
        assertThat(read().lines).hasSize(12);
    }

    @Test
    void segments_areEndedAtTheirSize() throws IOException {
        try (WalWriter writer = new WalWriter(folder, 1, 10)) {
            for (int i = 0; i < 3; i++) {
                writer.append(sink.buffer());
                writer.sync();
            }
        }
        assertThat(WalFiles.segments(folder)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(read().lines).hasSize(16);
    }

    @Test
    void checkpoint_standsForItsSegments() throws IOException {
        Chunk chunk = lone(4000, 8);
        try (CheckpointWriter writer = new CheckpointWriter(folder, 1)) {
            WalRecords.series(writer.sink(), 7, UP);
            WalRecords.chunk(writer.sink(), 7, chunk);
            writer.flush();
            writer.publish();
        }
        assertThat(WalFiles.segments(folder)).isEmpty();
        Heard heard = read();
        assertThat(heard.lines).containsExactly("series 7 " + UP, "chunk 7 4000 4000 1");
        assertThat(heard.result.last()).isEqualTo(1);
    }

    @Test
    void unpublishedCheckpoint_leavesNothing() throws IOException {
        try (CheckpointWriter writer = new CheckpointWriter(folder, 1)) {
            WalRecords.series(writer.sink(), 7, UP);
        }
        assertThat(read().lines).hasSize(4);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(segment(1));
        }
    }

    private static Chunk lone(long time, double value) {
        SampleBuffer samples = new SampleBuffer();
        samples.add(time, value);
        return samples.chunks().getFirst();
    }

    private Path segment(long number) {
        return WalFiles.segment(folder, number);
    }

    private Heard read() throws IOException {
        List<String> lines = new ArrayList<>();
        WalReader.Result result = new WalReader(folder).read(visitor(lines), new WalReader.Progress() {
            @Override
            public void begin(long segment) {}

            @Override
            public void end(long segment) {}
        });
        return new Heard(lines, result);
    }

    private static WalVisitor visitor(List<String> lines) {
        return new WalVisitor() {
            @Override
            public void series(long ref, Labels labels) {
                lines.add("series " + ref + " " + labels);
            }

            @Override
            public void samples(long[] refs, long[] times, double[] values) {
                for (int i = 0; i < refs.length; i++) {
                    lines.add("sample " + refs[i] + " " + times[i] + " " + values[i]);
                }
            }

            @Override
            public void chunk(long ref, Chunk chunk) {
                lines.add("chunk " + ref + " " + chunk.minTime() + " " + chunk.maxTime() + " " + chunk.count());
            }

            @Override
            public void deletion(long ref, long from, long to) {
                lines.add("deletion " + ref + " " + from + " " + to);
            }
        };
    }

    private record Heard(List<String> lines, WalReader.Result result) {}

    /** A big-endian number in bytes. */
    private static final class ByteLength {
        static int of(byte[] bytes, int at) {
            return java.nio.ByteBuffer.wrap(bytes).getInt(at);
        }
    }
}
