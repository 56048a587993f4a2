package dev.slipway.observe.block;

import dev.slipway.observe.encoding.Chunk;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Makes one block of several: a merge over their sorted series. Chunks are copied as they are unless they overlap or
 * something in them was deleted, in which case they are written anew without it.
 */
public final class BlockMerge {

    private final List<Block> sources;

    /**
     * @param sources pinned by the caller; of two samples of the same time, that of the chunk which begins first counts
     */
    public BlockMerge(List<Block> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * @return what was written; nothing when all samples had been deleted
     */
    public Optional<BlockMeta> write(Path folder, String id) throws IOException {
        try (BlockWriter writer = new BlockWriter(folder, id)) {
            PriorityQueue<Walk> walks = new PriorityQueue<>(
                    Comparator.comparing((Walk walk) -> walk.labels).thenComparingInt(walk -> walk.order));
            for (Block source : sources) {
                Walk walk = new Walk(source, walks.size());
                if (walk.advance()) {
                    walks.add(walk);
                }
            }
            while (!walks.isEmpty()) {
                series(walks, writer);
            }
            return writer.isEmpty() ? Optional.empty() : Optional.of(publish(writer));
        }
    }

    private static void series(PriorityQueue<Walk> walks, BlockWriter writer) throws IOException {
        Labels labels = walks.element().labels;
        List<ChunkHandle> handles = new ArrayList<>();
        while (!walks.isEmpty() && walks.element().labels.equals(labels)) {
            Walk walk = walks.remove();
            handles.addAll(walk.block.chunks(walk.series, Long.MIN_VALUE, Long.MAX_VALUE));
            if (walk.advance()) {
                walks.add(walk);
            }
        }
        writer.add(labels, merged(handles));
    }

    private static List<Chunk> merged(List<ChunkHandle> handles) {
        List<ChunkHandle> sorted = handles.stream()
                .sorted(Comparator.comparingLong(ChunkHandle::minTime))
                .toList();
        boolean plain = true;
        for (int i = 0; i < sorted.size(); i++) {
            plain &= sorted.get(i).deleted().isEmpty();
            plain &= i == 0 || sorted.get(i - 1).maxTime() < sorted.get(i).minTime();
        }
        if (!plain) {
            return ChunkMerge.all(handles, Long.MIN_VALUE, Long.MAX_VALUE).chunks();
        }
        List<Chunk> chunks = new ArrayList<>();
        for (ChunkHandle handle : sorted) {
            Chunk chunk = handle.source().load();
            if (chunk != null) {
                chunks.add(chunk);
            }
        }
        return chunks;
    }

    private BlockMeta publish(BlockWriter writer) throws IOException {
        List<BlockMeta> metas = sources.stream().map(Block::meta).toList();
        return writer.publish(
                metas.stream().mapToLong(BlockMeta::minTime).min().orElseThrow(),
                metas.stream().mapToLong(BlockMeta::maxTime).max().orElseThrow(),
                metas.stream().mapToInt(BlockMeta::level).max().orElseThrow() + 1,
                metas.stream().mapToLong(BlockMeta::walThrough).max().orElseThrow(),
                metas.stream().map(BlockMeta::id).toList());
    }

    /** A place in the series of one block. */
    private static final class Walk {

        private final Block block;
        private final int order;
        private int series = -1;
        private Labels labels = Labels.EMPTY;

        Walk(Block block, int order) {
            this.block = block;
            this.order = order;
        }

        boolean advance() {
            series++;
            if (series >= block.index().size()) {
                return false;
            }
            labels = block.labels(series);
            return true;
        }
    }
}
