package dev.slipway.observe.store;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.block.Block;
import dev.slipway.observe.block.BlockMeta;
import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.observe.wal.WalReader;
import dev.slipway.observe.wal.WalWriter;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.SelectHints;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.SeriesSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The store: append by {@link #batch}, ask by {@link #select}, and call {@link #maintain} about once a minute. */
public final class TimeSeriesStore implements SeriesSource, AutoCloseable {

    private final StoreOptions options;
    private final InstantSource clock;
    private final FileChannel lock;
    private final Head head;
    private final Blocks blocks;
    private final Commits commits;
    private final Maintenance maintenance;
    private final Damages damages = new Damages();
    private final OpenReport report;

    private TimeSeriesStore(Path folder, StoreOptions options, InstantSource clock, FileChannel lock)
            throws IOException {
        this.options = options;
        this.clock = clock;
        this.lock = lock;
        Path log = folder.resolve("wal");
        Path blockFolder = folder.resolve("blocks");
        DurableFiles.createFolder(log);
        DurableFiles.createFolder(blockFolder);
        head = new Head(options);
        blocks = Blocks.open(blockFolder, damages);
        List<BlockMeta> metas = blocks.all().stream().map(Block::meta).toList();
        metas.stream().mapToLong(BlockMeta::maxTime).max().ifPresent(end -> {
            head.inOrderFrom(end);
            head.reach(Long.MAX_VALUE, end - 1);
        });
        Replay replay = new Replay(head, metas, segment -> Maintenance.cutWhileReading(head, blocks, options, segment));
        WalReader.Result read = new WalReader(log).read(replay, replay);
        commits = new Commits(new WalWriter(log, read.last(), options.segmentBytes()));
        maintenance = new Maintenance(head, blocks, commits, log, options);
        report = new OpenReport(head.size(), replay.samples(), replay.stray(), read.damages(), damages.all());
    }

    /**
     * Opens the store of a folder, or begins one. It opens whatever the folder's state; {@link #report} says what was
     * lost.
     *
     * @param clock only to refuse samples of the future
     * @throws Problem of kind CONFLICT, code {@code store-in-use}, when another process has it open
     */
    public static TimeSeriesStore open(Path folder, StoreOptions options, InstantSource clock) throws IOException {
        DurableFiles.createFolder(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lockOf(lock) == null) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "store-in-use",
                        "another process has the store " + folder + " open",
                        "end it first, or give this one a folder of its own");
            }
            return new TimeSeriesStore(folder, options, clock, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    /** What the start found. */
    public OpenReport report() {
        return report;
    }

    /** An empty batch. */
    public Batch batch() {
        return batch(64);
    }

    /**
     * An empty batch for about so many samples.
     *
     * @param expected what memory is taken for at first; there may be more
     */
    public Batch batch(int expected) {
        return new Batch(head, commits, clock.millis() + options.futureWindow().toMillis(), expected);
    }

    @Override
    public Selection select(long startMillis, long endMillis, List<Matcher> matchers, SelectHints hints) {
        return StoreSelection.of(head, blocks, startMillis, endMillis, matchers);
    }

    /** The labels of all series that fulfil all matchers and may have samples in the time, both ends included. */
    public SortedSet<Labels> series(List<Matcher> matchers, long from, long to) {
        SortedSet<Labels> labels = new TreeSet<>();
        try (Selection selection = select(from, to, matchers)) {
            selection.forEach(series -> labels.add(series.labels()));
        }
        return labels;
    }

    /** The names of all labels in the time, both ends included. */
    public SortedSet<String> labelNames(long from, long to) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        head.ask(index -> names.addAll(index.names()));
        List<Block> pinned = blocks.pinned(from, to);
        pinned.forEach(block -> names.addAll(block.index().names()));
        Blocks.unpin(pinned);
        return names;
    }

    /** The values of one label in the time, both ends included. */
    public SortedSet<String> labelValues(String name, long from, long to) throws IOException {
        SortedSet<String> values = new TreeSet<>();
        head.ask(index -> values.addAll(index.values(name)));
        List<Block> pinned = blocks.pinned(from, to);
        pinned.forEach(block -> values.addAll(block.index().values(name)));
        Blocks.unpin(pinned);
        return values;
    }

    /**
     * Deletes samples, both ends included, durably and at once for every reader. The room is freed by maintenance.
     *
     * @return how many series matched, one in memory and in three blocks counting four times
     */
    public int delete(List<Matcher> matchers, long from, long to) throws IOException {
        return maintenance.delete(matchers, from, to);
    }

    /** Cuts blocks from memory, merges and deletes blocks, shortens the log; as far as there is something to do. */
    public MaintenanceReport maintain() throws IOException {
        return maintenance.run();
    }

    /**
     * Copies the store as it is now into a folder that does not exist yet, from which {@link #open} makes an equal one.
     * Blocks are linked where the file system can.
     */
    public void snapshot(Path target) throws IOException {
        new Snapshot(maintenance, blocks).write(target);
    }

    public StoreStatus status() {
        return new StoreStatus(
                head.size(),
                head.maxTime() == Long.MIN_VALUE ? Optional.empty() : Optional.of(head.maxTime()),
                blocks.all().size(),
                blocks.bytes(),
                commits.refusal(),
                damages.all());
    }

    /** Writes memory as a checkpoint, so that the next start is quick, and lets go of everything. */
    @Override
    public void close() throws IOException {
        try {
            maintenance.checkpoint();
        } finally {
            commits.close();
            blocks.close();
            lock.close();
        }
    }
}
