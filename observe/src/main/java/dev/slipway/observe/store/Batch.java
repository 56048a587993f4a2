package dev.slipway.observe.store;

import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.observe.wal.WalRecords;
import dev.slipway.promql.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Samples that are committed together, such as those of one scrape. For one thread; not used again after its commit. */
public final class Batch {

    /** More than this a sample seldom takes in the log: a small difference of number and of time, and its value. */
    private static final int BYTES_A_SAMPLE = 11;

    private final Head head;
    private final Commits commits;
    private final long newest;
    private final long collections;
    private final SampleRun samples;
    private final AppendTally tally = new AppendTally();
    private final List<HeadSeries> unlogged = new ArrayList<>();
    private final ByteSink frames;
    private boolean stale;
    private @Nullable AppendReport report;
    private @Nullable RuntimeException failure;

    /**
     * @param newest time that a sample may have, milliseconds
     * @param expected samples, about
     */
    Batch(Head head, Commits commits, long newest, int expected) {
        this.head = head;
        this.commits = commits;
        this.newest = newest;
        this.collections = head.collections();
        this.samples = new SampleRun(expected);
        this.frames = new ByteSink(64 + expected * BYTES_A_SAMPLE);
    }

    /** Whether memory holds the series already, so that {@link #series} would make none. */
    public boolean knows(Labels labels) {
        return head.knows(labels);
    }

    /** The handle under which samples are appended to a series; empty when there are too many series. */
    public Optional<SeriesHandle> series(Labels labels) {
        return head.series(labels).map(found -> found);
    }

    /**
     * @param time milliseconds since 1970
     */
    public void add(SeriesHandle handle, long time, double value) {
        HeadSeries found = switch (handle) {
            case HeadSeries known -> known;
        };
        if (time > newest) {
            tally.tooNew();
        } else if (!head.mayAccept(time)) {
            tally.tooOld();
        } else {
            samples.add(found, time, value);
            stale |= found.isGone();
            if (!found.isLogged()) {
                unlogged.add(found);
            }
        }
    }

    /** Finds or makes the series first. */
    public void add(Labels labels, long time, double value) {
        series(labels).ifPresentOrElse(handle -> add(handle, time, value), tally::refusedSeries);
    }

    public int size() {
        return samples.size();
    }

    /**
     * Writes the samples to disk and makes them visible; returns once both is done.
     *
     * @throws dev.slipway.kernel.Problem of kind UNAVAILABLE, code {@code store-refuses}, when they cannot be written:
     *     then none of them was taken
     */
    public AppendReport commit() {
        encode();
        return commits.commit(this);
    }

    /** Prepares what is written, outside of any lock. */
    private void encode() {
        frames.clear();
        long[] refs = new long[Math.min(samples.size(), WalRecords.SAMPLES_PER_FRAME)];
        for (int from = 0; from < samples.size(); from += WalRecords.SAMPLES_PER_FRAME) {
            int to = Math.min(samples.size(), from + WalRecords.SAMPLES_PER_FRAME);
            for (int i = from; i < to; i++) {
                refs[i - from] = samples.series(i).ref();
            }
            WalRecords.samples(frames, refs, samples.times(), samples.values(), from, to);
        }
    }

    /** Finds series anew that memory has let go of since. Called while no series can go. */
    void refresh() {
        if (!stale && head.collections() == collections) {
            return;
        }
        stale = false;
        unlogged.clear();
        for (int i = 0; i < samples.size(); i++) {
            HeadSeries old = samples.series(i);
            HeadSeries now = old.isGone() ? head.create(old.labels(), 0).orElse(old) : old;
            samples.replace(i, now);
            if (!now.isLogged()) {
                unlogged.add(now);
            }
        }
        encode();
    }

    List<HeadSeries> unlogged() {
        return unlogged;
    }

    ByteSink frames() {
        return frames;
    }

    /** The samples are on disk: makes them visible, all at once. */
    void apply() {
        head.append(samples, tally);
        report = tally.report();
    }

    void fail(RuntimeException reason) {
        failure = reason;
    }

    boolean isDone() {
        return report != null || failure != null;
    }

    AppendReport outcome() {
        if (failure != null) {
            throw failure;
        }
        return report == null ? AppendReport.NOTHING : report;
    }
}
