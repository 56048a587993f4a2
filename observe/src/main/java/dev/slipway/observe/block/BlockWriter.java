package dev.slipway.observe.block;

import dev.slipway.kernel.Json;
import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.observe.encoding.Chunk;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Writes a block beside its place, and puts it there once all of it is on disk. */
public final class BlockWriter implements AutoCloseable {

    private static final int FLUSH = 1 << 20;

    private final Path target;
    private final Path unfinished;
    private final FileChannel file;
    private final ByteSink sink = new ByteSink(FLUSH + (FLUSH >> 3));
    private final IndexWriter index = new IndexWriter();
    private long offset;
    private long series;
    private long samples;
    private long chunks;

    /**
     * @param folder of all blocks
     * @param id the block's folder in it
     */
    public BlockWriter(Path folder, String id) throws IOException {
        target = folder.resolve(id);
        unfinished = DurableFiles.unfinished(target);
        DurableFiles.deleteTree(unfinished);
        Files.createDirectory(unfinished);
        file = open("chunks");
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(unfinished.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Adds a series; they come sorted by their labels.
     *
     * @param parts in the order of time and not overlapping
     */
    public void add(Labels labels, List<Chunk> parts) throws IOException {
        if (parts.isEmpty()) {
            return;
        }
        List<ChunkPlace> places = new ArrayList<>(parts.size());
        for (Chunk chunk : parts) {
            places.add(new ChunkPlace(chunk.minTime(), chunk.maxTime(), chunk.count(), offset, chunk.size()));
            int start = sink.size();
            chunk.writeTo(sink);
            sink.u32(sink.checksum(start));
            offset += chunk.size() + Integer.BYTES;
            samples += chunk.count();
            chunks++;
            if (sink.size() >= FLUSH) {
                drain();
            }
        }
        index.add(labels, places);
        series++;
    }

    private void drain() throws IOException {
        DurableFiles.writeFully(file, sink.buffer());
        sink.clear();
    }

    public boolean isEmpty() {
        return series == 0;
    }

    /**
     * Puts the block in its place.
     *
     * @param maxTime excluded
     */
    public BlockMeta publish(long minTime, long maxTime, int level, long walThrough, List<String> sources)
            throws IOException {
        drain();
        file.force(true);
        file.close();
        try (FileChannel indexFile = open("index")) {
            index.write(indexFile);
            indexFile.force(true);
        }
        BlockMeta meta = new BlockMeta(
                        BlockMeta.VERSION,
                        target.getFileName().toString(),
                        minTime,
                        maxTime,
                        series,
                        samples,
                        chunks,
                        level,
                        walThrough,
                        sources,
                        0)
                .sealed();
        DurableFiles.replace(
                unfinished.resolve("meta.json"),
                ByteBuffer.wrap(Json.writeCanonical(meta).getBytes(StandardCharsets.UTF_8)));
        DurableFiles.publish(unfinished, target);
        return meta;
    }

    /** Without {@link #publish}, nothing remains. */
    @Override
    public void close() throws IOException {
        file.close();
        DurableFiles.deleteTree(unfinished);
    }
}
