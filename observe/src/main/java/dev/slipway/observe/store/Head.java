package dev.slipway.observe.store;

import dev.slipway.observe.block.LabelIndex;
import dev.slipway.observe.block.Postings;
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
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** The newest samples, in memory. Samples come from one thread at a time; reading and creating series may go on beside. */
final class Head {

    private final StoreOptions options;
    private final Map<Labels, HeadSeries> byLabels = new ConcurrentHashMap<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, String> texts = new HashMap<>();
    private HeadIndex index = new HeadIndex();
    private long nextRef = 1;
    private volatile long minTime = Long.MAX_VALUE;
    private volatile long maxTime = Long.MIN_VALUE;
    private volatile HeadBounds bounds;

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
            HeadSeries made = new HeadSeries(ref == 0 ? nextRef++ : ref, shared(labels));
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

    AppendOutcome append(HeadSeries series, long time, double value) {
        AppendOutcome outcome = series.append(time, value, bounds);
        if (outcome == AppendOutcome.ACCEPTED) {
            reach(time, time);
        }
        return outcome;
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
            byLabels.values().removeIf(HeadSeries::leaveIfEmpty);
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

    private void remember(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            texts.put(labels.name(i), labels.name(i));
            texts.put(labels.value(i), labels.value(i));
        }
    }
}
