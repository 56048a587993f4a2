package dev.slipway.observe.block;

import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.observe.encoding.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What of a block was deleted since it was written.
 *
 * @param bySeries by the number of the series
 */
record Deletions(Map<Integer, Intervals> bySeries) {

    private static final String FILE = "deletions";

    Deletions {
        bySeries = Map.copyOf(bySeries);
    }

    Intervals of(int series) {
        return bySeries.getOrDefault(series, Intervals.NONE);
    }

    Deletions with(int series, long from, long to) {
        Map<Integer, Intervals> more = new HashMap<>(bySeries);
        more.put(series, of(series).with(from, to));
        return new Deletions(more);
    }

    /**
     * @throws IllegalStateException when the file is damaged
     */
    static Deletions read(Path block) throws IOException {
        Path file = block.resolve(FILE);
        if (!Files.exists(file)) {
            return new Deletions(Map.of());
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 4
                || ByteSource.of(bytes).u32()
                        != new ByteSink().bytes(bytes, 4, bytes.length - 4).checksum(0)) {
            throw new IllegalStateException("its deletions are damaged");
        }
        ByteSource source = ByteSource.of(bytes);
        source.u32();
        Map<Integer, Intervals> bySeries = new HashMap<>();
        while (!source.done()) {
            int series = (int) source.unsigned();
            Intervals intervals = bySeries.getOrDefault(series, Intervals.NONE);
            bySeries.put(series, intervals.with(source.signed(), source.signed()));
        }
        return new Deletions(bySeries);
    }

    void write(Path block) throws IOException {
        ByteSink sink = new ByteSink().u32(0);
        bySeries.forEach((series, intervals) -> intervals
                .spans()
                .forEach(span -> sink.unsigned(series).signed(span.from()).signed(span.to())));
        sink.patch(0, sink.checksum(4));
        DurableFiles.replace(block.resolve(FILE), sink.buffer());
    }
}
