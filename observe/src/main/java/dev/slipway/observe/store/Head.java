package dev.slipway.observe.store;

import dev.slipway.observe.block.LabelIndex;
import dev.slipway.observe.block.Postings;
import dev.slipway.observe.encoding.XorChunks;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The newest samples, in memory. They come from one thread at a time; creating series may go on beside. A batch becomes
 * visible as a whole: readers look at the samples between two of them.
 */
final class Head {

    /** So many series have one page of rows, 64 KiB. */
    private static final int PAGE_SHIFT = 10;

    private final StoreOptions options;
    private final Map<Labels, HeadSeries> byLabels = new ConcurrentHashMap<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ReentrantReadWriteLock samples = new ReentrantReadWriteLock();
    private final XorChunks growing = new XorChunks(PAGE_SHIFT);
    private final BitSet slots = new BitSet();
    private final Map<String, String> texts = new HashMap<>();
    private HeadIndex index = new HeadIndex();
    private long nextRef = 1;
    private volatile long minTime = Long.MAX_VALUE;
    private volatile long maxTime = Long.MIN_VALUE;
    private volatile HeadBounds bounds;
    private final AtomicLong collections = new AtomicLong();

    Head(StoreOptions options) {
        this.options = options;
        this.bounds = new HeadBounds(Long.MIN_VALUE, Long.MIN_VALUE, options.rangeMillis());
    }

    boolean knows(Labels labels) {
        return byLabels.containsKey(labels);
    }

    /** The series with these labels, made when there is none; empty when there are too many. */
    Optional<HeadSeries> series(Labels labels) {
        HeadSeries known = byLabels.get(labels);
        return known != null ? Optional.of(known) : create(labels, 0);
    }

    /**
     * @param ref the number that the log gives it, or 0 for the next
     */
    Optional<HeadSeries> create(Labels labels, long ref) {
        lock.writeLock().lock();
        try {
            nextRef = Math.max(nextRef, ref + 1);
            HeadSeries known = byLabels.get(labels);
            if (known != null) {
                return Optional.of(known);
            }
            if (byLabels.size() >= options.mostSeries() && ref == 0) {
                return Optional.empty();
            }
            HeadSeries made = new HeadSeries(ref == 0 ? nextRef++ : ref, shared(labels), growing, freeSlot());
            byLabels.put(made.labels(), made);
            index.add(made);
            return Optional.of(made);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The same labels over texts that all series share. */
    private Labels shared(Labels labels) {
        String[] pairs = new String[labels.size() * 2];
        for (int i = 0; i < labels.size(); i++) {
            pairs[2 * i] = texts.computeIfAbsent(labels.name(i), Function.identity());
            pairs[2 * i + 1] = texts.computeIfAbsent(labels.value(i), Function.identity());
        }
        return Labels.of(pairs);
    }

    private int freeSlot() {
        int slot = slots.nextClearBit(0);
        slots.set(slot);
        growing.reserve(slot);
        return slot;
    }

    /** Appends samples in their order and counts what became of them. */
    void append(SampleRun run, AppendTally tally) {
        samples.writeLock().lock();
        try {
            long newest = Long.MIN_VALUE;
            long oldest = Long.MAX_VALUE;
            for (int i = 0; i < run.size(); i++) {
                long time = run.time(i);
                int slot = run.slot(i);
                if (slot < 0) {
                    tally.refusedSeries();
                } else if (growing.append(slot, time, run.bits(i))) {
                    tally.accepted();
                    newest = Math.max(newest, time);
                } else {
                    reach(oldest, newest);
                    AppendOutcome outcome = run.series(i).append(time, run.bits(i), bounds);
                    tally.count(outcome);
                    if (outcome == AppendOutcome.ACCEPTED) {
                        newest = Math.max(newest, time);
                        oldest = Math.min(oldest, time);
                    }
                }
            }
            reach(oldest, newest);
        } finally {
            samples.writeLock().unlock();
        }
    }

    /** Reads of the samples what holds together: nothing is appended meanwhile. */
    <T> T look(Supplier<T> question) {
        samples.readLock().lock();
        try {
            return question.get();
        } finally {
            samples.readLock().unlock();
        }
    }

    /** Changes the samples while nobody looks. */
    void change(Runnable change) {
        samples.writeLock().lock();
        try {
            change.run();
        } finally {
            samples.writeLock().unlock();
        }
    }

    /** Takes note of samples that are there, or lie in blocks. */
    void reach(long from, long to) {
        if (from < minTime) {
            minTime = from;
        }
        if (to > maxTime) {
            maxTime = to;
            long window = options.outOfOrderWindow().toMillis();
            bounds = new HeadBounds(bounds.inOrderFrom(), to - window, bounds.range());
        }
    }

    /** Samples before this time are in blocks, or about to be. */
    void inOrderFrom(long time) {
        bounds = new HeadBounds(Math.max(time, bounds.inOrderFrom()), bounds.oldestLate(), bounds.range());
    }

    /** False when a sample is surely too old, so that it need not be logged. */
    boolean mayAccept(long time) {
        HeadBounds now = bounds;
        return time >= Math.min(now.oldestLate(), now.inOrderFrom());
    }

    long minTime() {
        return minTime;
    }

    long maxTime() {
        return maxTime;
    }

    int size() {
        return byLabels.size();
    }

    /** Where the next block ends, when there is enough in memory to cut one: half a block stays for what comes late. */
    Optional<Long> cutEnd() {
        if (maxTime == Long.MIN_VALUE || minTime == Long.MAX_VALUE) {
            return Optional.empty();
        }
        long range = options.rangeMillis();
        long start = Math.max(minTime, bounds.inOrderFrom());
        long end = Math.floorDiv(start, range) * range + range;
        return maxTime - end >= range / 2 ? Optional.of(end) : Optional.empty();
    }

    /** Every series, in the order of labels. */
    List<HeadSeries> sorted() {
        return byLabels.values().stream()
                .sorted(Comparator.comparing(HeadSeries::labels))
                .toList();
    }

    List<HeadSeries> select(List<Matcher> matchers) {
        lock.readLock().lock();
        try {
            BitSet selected = Postings.select(index, matchers);
            List<HeadSeries> found = new ArrayList<>(selected.cardinality());
            selected.stream().forEach(number -> found.add(index.series(number)));
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Asks the index while nothing is added to it. */
    <T> T ask(Function<LabelIndex, T> question) {
        lock.readLock().lock();
        try {
            return question.apply(index);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Lets go of series without samples, after their samples went to blocks. */
    void collect() {
        lock.writeLock().lock();
        try {
            change(this::dismiss);
            HeadIndex fresh = new HeadIndex();
            texts.clear();
            for (int i = 0; i < index.size(); i++) {
                HeadSeries series = index.series(i);
                if (!series.isGone()) {
                    fresh.add(series);
                    remember(series.labels());
                }
            }
            index = fresh;
            minTime = byLabels.values().stream()
                    .mapToLong(HeadSeries::firstTime)
                    .min()
                    .orElse(Long.MAX_VALUE);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Gives back the places of series without samples. Batches that hold on to one of them look at the count. */
    private void dismiss() {
        collections.incrementAndGet();
        byLabels.values().removeIf(series -> {
            int slot = series.leaveIfEmpty();
            if (slot >= 0) {
                slots.clear(slot);
            }
            return slot >= 0;
        });
    }

    /** How often series may have gone. */
    long collections() {
        return collections.get();
    }

    private void remember(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            texts.put(labels.name(i), labels.name(i));
            texts.put(labels.value(i), labels.value(i));
        }
    }
}
