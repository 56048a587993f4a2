package dev.slipway.observe.store;

import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.observe.wal.WalRecords;
import dev.slipway.promql.series.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Samples that are committed together, such as those of one scrape. For one thread; not used again after its commit. */
public final class Batch {

    private final Head head;
    private final Commits commits;
    private HeadSeries[] series = new HeadSeries[64];
    private long[] refs = new long[64];
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int size;
    private int refusedSeries;
    private int tooOld;
    private int tooNew;
    private final long newest;
    private final ByteSink frames = new ByteSink();
    private List<HeadSeries> unlogged = List.of();
    private @Nullable AppendReport report;
    private @Nullable RuntimeException failure;

    /**
     * @param newest time that a sample may have, milliseconds
     */
    Batch(Head head, Commits commits, long newest) {
        this.head = head;
        this.commits = commits;
        this.newest = newest;
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
            tooNew++;
            return;
        }
        if (!head.mayAccept(time)) {
            tooOld++;
            return;
        }
        if (size == series.length) {
            grow();
        }
        series[size] = found;
        times[size] = time;
        values[size] = value;
        size++;
    }

    /** Finds or makes the series first. */
    public void add(Labels labels, long time, double value) {
        series(labels).ifPresentOrElse(handle -> add(handle, time, value), () -> refusedSeries++);
    }

    private void grow() {
        int capacity = size * 2;
        series = Arrays.copyOf(series, capacity);
        refs = Arrays.copyOf(refs, capacity);
        times = Arrays.copyOf(times, capacity);
        values = Arrays.copyOf(values, capacity);
    }

    public int size() {
        return size;
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
        List<HeadSeries> strangers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            refs[i] = series[i].ref();
            if (!series[i].isLogged()) {
                strangers.add(series[i]);
            }
        }
        for (int from = 0; from < size; from += WalRecords.SAMPLES_PER_FRAME) {
            int to = Math.min(size, from + WalRecords.SAMPLES_PER_FRAME);
            WalRecords.samples(frames, refs, times, values, from, to);
        }
        unlogged = strangers;
    }

    /** Finds series anew that memory has let go of since. Called while no series can go. */
    void refresh() {
        boolean stale = false;
        for (int i = 0; i < size; i++) {
            if (series[i].isGone()) {
                stale = true;
                Labels labels = series[i].labels();
                series[i] = head.create(labels, 0).orElse(series[i]);
            }
        }
        if (stale) {
            encode();
        }
    }

    List<HeadSeries> unlogged() {
        return unlogged;
    }

    ByteSink frames() {
        return frames;
    }

    /** The samples are on disk: makes them visible. */
    void apply() {
        AppendReport sum = new AppendReport(0, tooOld, tooNew, 0, refusedSeries);
        for (int i = 0; i < size; i++) {
            if (series[i].isGone()) {
                sum = sum.plusRefusedSeries(1);
            } else {
                sum = sum.plus(head.append(series[i], times[i], values[i]));
            }
        }
        report = sum;
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
