package dev.slipway.observe.block;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.observe.encoding.ByteSource;
import dev.slipway.observe.encoding.Chunk;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An open block. Readers pin it: a block that was replaced or has outlived its retention goes away once the last reader
 * is done, and with it its memory and its folder.
 */
public final class Block {

    private final Path folder;
    private final BlockMeta meta;
    private final long bytes;
    private final Arena arena;
    private final BlockIndex index;
    private final MemorySegment chunks;
    private final Consumer<BlockDamage> damages;
    private volatile Deletions deletions;
    private int pins = 1;
    private boolean condemned;

    private Block(Path folder, BlockMeta meta, Arena arena, Consumer<BlockDamage> damages) throws IOException {
        this.folder = folder;
        this.meta = meta;
        this.arena = arena;
        this.damages = damages;
        this.index = new BlockIndex(map("index"));
        this.chunks = map("chunks");
        this.deletions = Deletions.read(folder);
        this.bytes = DurableFiles.size(folder);
    }

    /**
     * Opens a block and verifies its index.
     *
     * @param damages hears of chunks that turn out damaged when they are read
     * @throws IllegalStateException when the block cannot be used, with the reason
     */
    public static Block open(Path folder, Consumer<BlockDamage> damages) throws IOException {
        BlockMeta meta = meta(folder);
        Arena arena = Arena.ofShared();
        try {
            return new Block(folder, meta, arena, damages);
        } catch (IOException | IllegalStateException e) {
            arena.close();
            throw e;
        } catch (IndexOutOfBoundsException e) {
            arena.close();
            throw new IllegalStateException("its index is cut short", e);
        }
    }

    private static BlockMeta meta(Path folder) throws IOException {
        try {
            BlockMeta meta = Json.read(Files.readString(folder.resolve("meta.json")), BlockMeta.class);
            if (!meta.holds() || !meta.id().equals(folder.getFileName().toString())) {
                throw new IllegalStateException("its meta.json is damaged");
            }
            return meta;
        } catch (Problem | java.nio.charset.CharacterCodingException e) {
            throw new IllegalStateException("its meta.json is damaged", e);
        }
    }

    private MemorySegment map(String name) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    public BlockMeta meta() {
        return meta;
    }

    public Path folder() {
        return folder;
    }

    /** Bytes on disk, as of its opening. */
    public long bytes() {
        return bytes;
    }

    public LabelIndex index() {
        return index;
    }

    /** Numbers of the series that fulfil all matchers, in the order of their labels. */
    public BitSet select(List<Matcher> matchers) {
        return Postings.select(index, matchers);
    }

    public Labels labels(int series) {
        return index.labels(series);
    }

    /** The chunks of a series that touch a time, both ends included; valid while the block is pinned. */
    public List<ChunkHandle> chunks(int series, long from, long to) {
        Intervals deleted = deletions.of(series);
        return index.chunks(series).stream()
                .filter(place -> place.minTime() <= to && place.maxTime() >= from)
                .map(place -> new ChunkHandle(place.minTime(), place.maxTime(), () -> load(place), deleted))
                .toList();
    }

    private @Nullable Chunk load(ChunkPlace place) {
        if (place.offset() + place.length() + Integer.BYTES <= chunks.byteSize()) {
            MemorySegment slice = chunks.asSlice(place.offset(), place.length());
            CRC32C crc = new CRC32C();
            crc.update(slice.asByteBuffer());
            if ((int) crc.getValue() == ByteSource.u32(chunks, place.offset() + place.length())) {
                return new Chunk(place.minTime(), place.maxTime(), place.count(), slice.toArray(ValueLayout.JAVA_BYTE));
            }
        }
        damages.accept(new BlockDamage.BadChunk(meta.id(), place.offset(), place.minTime(), place.maxTime()));
        return null;
    }

    /**
     * Deletes samples of all matching series, both ends included, durably.
     *
     * @return how many series matched
     */
    public synchronized int delete(List<Matcher> matchers, long from, long to) throws IOException {
        BitSet matching = select(matchers);
        Deletions more = deletions;
        for (int series = matching.nextSetBit(0); series >= 0; series = matching.nextSetBit(series + 1)) {
            more = more.with(series, from, to);
        }
        if (!matching.isEmpty()) {
            more.write(folder);
            deletions = more;
        }
        return matching.cardinality();
    }

    /** True when samples of it were deleted and still take room. */
    public boolean hasDeletions() {
        return !deletions.bySeries().isEmpty();
    }

    /**
     * Keeps the block from going away.
     *
     * @return false when it is gone already
     */
    public synchronized boolean pin() {
        if (pins == 0) {
            return false;
        }
        pins++;
        return true;
    }

    /** The reader is done. */
    public void unpin() throws IOException {
        synchronized (this) {
            if (--pins > 0) {
                return;
            }
        }
        arena.close();
        if (condemned) {
            DurableFiles.deleteFolder(folder);
        }
    }

    /** Lets go of the block: it closes after its last reader. */
    public void close() throws IOException {
        unpin();
    }

    /** Lets go of the block, and deletes its folder after its last reader. */
    public void condemn() throws IOException {
        synchronized (this) {
            condemned = true;
        }
        unpin();
    }
}
