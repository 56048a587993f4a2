package dev.slipway.observe.store;

import dev.slipway.observe.block.Intervals;
import dev.slipway.observe.encoding.Chunk;
import dev.slipway.observe.wal.CheckpointWriter;
import dev.slipway.observe.wal.WalRecords;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All of memory as of one moment, to take the place of the log up to then. Capturing copies references and the few
 * growing chunks, so that appending hardly waits; writing happens beside it.
 */
final class Checkpoint {

    private record Part(long ref, Labels labels, List<Chunk> chunks, Intervals deleted) {}

    private final List<Part> parts = new ArrayList<>();
    private final long segment;

    private Checkpoint(long segment) {
        this.segment = segment;
    }

    /**
     * Called while nothing is appended.
     *
     * @param segment the newest one, which is ended
     */
    static Checkpoint capture(Head head, long segment) {
        Checkpoint checkpoint = new Checkpoint(segment);
        for (HeadSeries series : head.sorted()) {
            if (series.isLogged()) {
                checkpoint.parts.add(new Part(series.ref(), series.labels(), series.chunks(), series.deleted()));
            }
        }
        return checkpoint;
    }

    void write(Path folder) throws IOException {
        try (CheckpointWriter writer = new CheckpointWriter(folder, segment)) {
            for (Part part : parts) {
                WalRecords.series(writer.sink(), part.ref(), part.labels());
                for (Chunk chunk : part.chunks()) {
                    WalRecords.chunk(writer.sink(), part.ref(), chunk);
                }
                for (Intervals.Span span : part.deleted().spans()) {
                    WalRecords.deletion(writer.sink(), part.ref(), span.from(), span.to());
                }
                writer.flush();
            }
            writer.publish();
        }
    }
}
