package dev.slipway.observe.store;

import dev.slipway.observe.block.Block;
import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.observe.wal.WalRecords;
import dev.slipway.promql.series.Matcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What keeps memory, log and disk bounded, in one step after another. Every step may fail and is done again later. */
final class Maintenance {

    private final Head head;
    private final Blocks blocks;
    private final Commits commits;
    private final Path log;
    private final StoreOptions options;
    private boolean checkpointDue;

    Maintenance(Head head, Blocks blocks, Commits commits, Path log, StoreOptions options) {
        this.head = head;
        this.blocks = blocks;
        this.commits = commits;
        this.log = log;
        this.options = options;
    }

    synchronized MaintenanceReport run() throws IOException {
        int cuts = 0;
        for (Optional<Long> end = head.cutEnd(); end.isPresent(); end = head.cutEnd()) {
            cut(end.get());
            cuts++;
        }
        if (checkpointDue) {
            checkpoint();
        }
        int deleted = new Retention(blocks, options).run(head.maxTime(), DurableFiles.size(log));
        int merges = new Compaction(blocks, options).run();
        return new MaintenanceReport(cuts, merges, deleted);
    }

    private void cut(long end) throws IOException {
        HeadCut cut = new HeadCut(head, blocks, end, options.rangeMillis());
        long segment = commits.between(ended -> {
            cut.seal();
            return ended;
        });
        cut.write(segment);
        checkpointDue = true;
        commits.between(ended -> {
            cut.drop();
            return ended;
        });
    }

    /** Cuts while the log is being read: nothing is appended, and the log stays as it is. */
    static void cutWhileReading(Head head, Blocks blocks, StoreOptions options, long segment) throws IOException {
        for (Optional<Long> end = head.cutEnd(); end.isPresent(); end = head.cutEnd()) {
            HeadCut cut = new HeadCut(head, blocks, end.get(), options.rangeMillis());
            cut.seal();
            cut.write(segment);
            cut.drop();
        }
    }

    /** Deletes samples; not beside a cut, which would carry them to a block unseen. */
    synchronized int delete(List<Matcher> matchers, long from, long to) throws IOException {
        List<HeadSeries> matching = head.select(matchers);
        ByteSink frames = new ByteSink();
        for (HeadSeries series : matching) {
            if (series.isLogged()) {
                WalRecords.deletion(frames, series.ref(), from, to);
            }
        }
        commits.log(frames, () -> head.change(() -> matching.forEach(series -> series.delete(from, to))));
        int count = matching.size();
        List<Block> pinned = blocks.pinned(from, to);
        try {
            for (Block block : pinned) {
                count += block.delete(matchers, from, to);
            }
        } finally {
            Blocks.unpin(pinned);
        }
        return count;
    }

    /** Replaces the log by what is in memory, which starts faster. */
    synchronized void checkpoint() throws IOException {
        commits.between(segment -> Checkpoint.capture(head, segment)).write(log);
        checkpointDue = false;
    }

    /** Writes memory to the log folder of a copy. */
    synchronized void copyMemory(Path target) throws IOException {
        commits.between(segment -> Checkpoint.capture(head, segment)).write(target);
    }
}
