package dev.slipway.observe.store;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.observe.wal.WalRecords;
import dev.slipway.observe.wal.WalWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit. Whoever gets the turn takes all batches that wait, writes them to the log, syncs once, makes them
 * visible in the order of the log, and lets their owners go; while the disk syncs, the next group gathers. Memory
 * changes only after the sync, so what can be read has been acknowledged or is about to be, and a write that fails
 * leaves memory as it was.
 */
final class Commits {

    private final WalWriter wal;
    private final ReentrantLock turn = new ReentrantLock();
    private final ByteSink scratch = new ByteSink();
    private List<Batch> waiting = new ArrayList<>();
    private volatile @Nullable String refusal;

    Commits(WalWriter wal) {
        this.wal = wal;
    }

    AppendReport commit(Batch batch) {
        synchronized (this) {
            waiting.add(batch);
        }
        turn.lock();
        try {
            if (!batch.isDone()) {
                lead(takeWaiting());
            }
        } finally {
            turn.unlock();
        }
        return batch.outcome();
    }

    private synchronized List<Batch> takeWaiting() {
        List<Batch> group = waiting;
        waiting = new ArrayList<>();
        return group;
    }

    private void lead(List<Batch> group) {
        try {
            write(group);
        } catch (IOException e) {
            wal.rollback();
            Problem problem = refuse(e);
            group.forEach(batch -> batch.fail(problem));
            return;
        }
        refusal = null;
        group.forEach(Batch::apply);
    }

    private void write(List<Batch> group) throws IOException {
        List<HeadSeries> introduced = new ArrayList<>();
        for (Batch batch : group) {
            batch.refresh();
            introduce(batch, introduced);
            wal.append(batch.frames().buffer());
        }
        wal.sync();
        introduced.forEach(HeadSeries::markLogged);
    }

    private void introduce(Batch batch, List<HeadSeries> introduced) throws IOException {
        scratch.clear();
        for (HeadSeries series : batch.unlogged()) {
            if (!series.isLogged()) {
                WalRecords.series(scratch, series.ref(), series.labels());
                introduced.add(series);
            }
        }
        if (scratch.size() > 0) {
            wal.append(scratch.buffer());
        }
    }

    private Problem refuse(IOException e) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        refusal = reason;
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "store-refuses",
                "samples cannot be written to disk: " + reason,
                "free space on the disk of the store; what is stored can still be read",
                e);
    }

    /** Writes frames that belong to no batch, durably, and then does what makes them visible. */
    void log(ByteSink frames, Runnable visible) {
        turn.lock();
        try {
            wal.append(frames.buffer());
            wal.sync();
            visible.run();
        } catch (IOException e) {
            wal.rollback();
            throw refuse(e);
        } finally {
            turn.unlock();
        }
    }

    /** Why the last write failed; empty when it did not. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Ends the segment and does something between two groups: all that was visible before lies in that segment. */
    <T> T between(Between<T> work) throws IOException {
        turn.lock();
        try {
            return work.run(wal.roll());
        } finally {
            turn.unlock();
        }
    }

    /** What is done while no batch is under way. */
    interface Between<T> {
        /**
         * @param segment the newest one, which is ended
         */
        T run(long segment) throws IOException;
    }

    void close() throws IOException {
        turn.lock();
        try {
            wal.close();
        } finally {
            turn.unlock();
        }
    }
}
