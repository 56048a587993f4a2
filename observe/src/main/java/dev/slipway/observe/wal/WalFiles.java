package dev.slipway.observe.wal;

import dev.slipway.observe.encoding.ByteSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of segments and checkpoints, and the header that both begin with. */
final class WalFiles {

    static final long MAGIC = magic("SLIPWAL1");
    static final int HEADER = 20;

    private static final String CHECKPOINT = "checkpoint-";

    private WalFiles() {}

    private static long magic(String text) {
        long value = 0;
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            value = (value << 8) | b;
        }
        return value;
    }

    static Path segment(Path folder, long number) {
        return folder.resolve(String.format(java.util.Locale.ROOT, "%08d", number));
    }

    static Path checkpoint(Path folder, long number) {
        return folder.resolve(CHECKPOINT + String.format(java.util.Locale.ROOT, "%08d", number));
    }

    /** Numbers of the segments, ascending. */
    static List<Long> segments(Path folder) throws IOException {
        return numbers(folder, "");
    }

    /** Number of the newest checkpoint: it stands for all segments up to it. */
    static Optional<Long> newestCheckpoint(Path folder) throws IOException {
        return numbers(folder, CHECKPOINT).stream().reduce((a, b) -> b);
    }

    static List<Long> numbers(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(prefix + "\\d{8,}"))
                    .map(name -> Long.valueOf(name.substring(prefix.length())))
                    .sorted()
                    .toList();
        }
    }

    /** Deletes everything that a checkpoint stands for. */
    static void deleteUpTo(Path folder, long number) throws IOException {
        for (long segment : segments(folder)) {
            if (segment <= number) {
                Files.delete(segment(folder, segment));
            }
        }
        for (long checkpoint : numbers(folder, CHECKPOINT)) {
            if (checkpoint < number) {
                Files.delete(checkpoint(folder, checkpoint));
            }
        }
    }

    static ByteSink header(long number) {
        ByteSink sink = new ByteSink(HEADER).u64(MAGIC).u64(number);
        return sink.u32(sink.checksum(0));
    }
}
