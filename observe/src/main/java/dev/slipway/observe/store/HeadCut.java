package dev.slipway.observe.store;

import dev.slipway.observe.block.BlockMeta;
import dev.slipway.observe.block.BlockWriter;
import dev.slipway.observe.block.ChunkHandle;
import dev.slipway.observe.block.ChunkMerge;
import dev.slipway.observe.encoding.Chunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Moves what is before a time from memory to blocks: one for each block's range that has samples. Late samples make a
 * block for a range that has one already; compaction joins them.
 *
 * <p>The order matters. First the chunks are sealed, while nothing is appended; then the blocks are written and
 * published; only then memory lets go of those chunks. A reader looks at memory first and at blocks second, so it sees
 * every sample at least once, and twice is once to a merge.
 */
final class HeadCut {

    private final Head head;
    private final Blocks blocks;
    private final long end;
    private final long range;
    private final List<Part> parts = new ArrayList<>();

    /** What of a series is cut. */
    private record Part(HeadSeries series, List<Chunk> chunks) {}

    HeadCut(Head head, Blocks blocks, long end, long range) {
        this.head = head;
        this.blocks = blocks;
        this.end = end;
        this.range = range;
    }

    /** Seals the chunks. Called while nothing is appended. */
    void seal() {
        head.inOrderFrom(end);
        List<HeadSeries> all = head.sorted();
        head.change(() -> all.forEach(series -> {
            List<Chunk> chunks = series.seal(end);
            if (!chunks.isEmpty()) {
                parts.add(new Part(series, chunks));
            }
        }));
    }

    /** Writes and publishes the blocks. */
    void write(long walThrough) throws IOException {
        for (long start : starts()) {
            String id = blocks.nextId();
            try (BlockWriter writer = new BlockWriter(blocks.folder(), id)) {
                for (Part part : parts) {
                    writer.add(part.series().labels(), chunks(part, start, Math.min(end, start + range) - 1));
                }
                if (!writer.isEmpty()) {
                    BlockMeta meta = writer.publish(start, start + range, 1, walThrough, List.of());
                    blocks.publish(meta);
                }
            }
        }
    }

    private SortedSet<Long> starts() {
        SortedSet<Long> starts = new TreeSet<>();
        for (Part part : parts) {
            for (Chunk chunk : part.chunks()) {
                long last = Math.min(chunk.maxTime(), end - 1);
                for (long start = Math.floorDiv(chunk.minTime(), range) * range; start <= last; start += range) {
                    starts.add(start);
                }
            }
        }
        return starts;
    }

    private static List<Chunk> chunks(Part part, long from, long to) {
        List<Chunk> touching =
                part.chunks().stream().filter(chunk -> chunk.overlaps(from, to)).toList();
        boolean plain = part.series().deleted().isEmpty();
        for (int i = 0; i < touching.size(); i++) {
            Chunk chunk = touching.get(i);
            plain &= chunk.minTime() >= from && chunk.maxTime() <= to;
            plain &= i == 0 || touching.get(i - 1).maxTime() < chunk.minTime();
        }
        if (plain) {
            return touching;
        }
        List<ChunkHandle> handles = touching.stream()
                .map(chunk -> ChunkHandle.of(chunk, part.series().deleted()))
                .toList();
        return ChunkMerge.all(handles, from, to).chunks();
    }

    /** Memory lets go of what was cut. Called while nothing is appended. */
    void drop() {
        head.change(() -> parts.forEach(part -> part.series().drop(part.chunks(), end)));
        head.collect();
    }
}
