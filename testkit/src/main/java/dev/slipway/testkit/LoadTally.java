package dev.slipway.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.ConcurrentHistogram;

/** Counts what the connections of a load see, from several threads. */
final class LoadTally {

    private static final int ERRORS_KEPT = 10;

    private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byRelease = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastByRelease = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byEdge = new ConcurrentHashMap<>();
    private final LongAdder connectionErrors = new LongAdder();
    private final LongAdder reconnected = new LongAdder();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final ConcurrentHistogram micros = new ConcurrentHistogram(3);

    void answered(LoadLine.Answer answer, Instant sent, long nanos) {
        count(byStatus, answer.status());
        answer.release().ifPresent(release -> {
            count(byRelease, release);
            lastByRelease.merge(release, sent, (one, other) -> one.isAfter(other) ? one : other);
        });
        answer.edge().ifPresent(edge -> count(byEdge, edge));
        micros.recordValue(Math.max(0, nanos / 1000));
    }

    void failed(Exception error) {
        connectionErrors.increment();
        if (errors.size() < ERRORS_KEPT) {
            errors.add(error.toString());
        }
    }

    void reconnected() {
        reconnected.increment();
    }

    LoadReport report() {
        return new LoadReport(
                byStatus.values().stream().mapToLong(LongAdder::sum).sum(),
                sums(byStatus),
                sums(byRelease),
                new TreeMap<>(lastByRelease),
                sums(byEdge),
                connectionErrors.sum(),
                reconnected.sum(),
                List.copyOf(errors),
                percentile(50),
                percentile(99),
                percentile(100));
    }

    private Duration percentile(double percent) {
        return Duration.ofNanos(micros.getValueAtPercentile(percent) * 1000);
    }

    private static <K> void count(Map<K, LongAdder> counts, K key) {
        counts.computeIfAbsent(key, _ -> new LongAdder()).increment();
    }

    private static <K extends Comparable<K>> SortedMap<K, Long> sums(Map<K, LongAdder> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum(), Long::sum, TreeMap::new));
    }
}
