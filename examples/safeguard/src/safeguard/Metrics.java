package safeguard;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests and their time, and prints both as Prometheus text. */
final class Metrics {

    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1};

    private final Map<Integer, LongAdder> byStatus = new ConcurrentSkipListMap<>();
    private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    Metrics() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    void count(int status, long tookNanos) {
        byStatus.computeIfAbsent(status, each -> new LongAdder()).increment();
        nanos.add(tookNanos);
        int bucket = 0;
        while (bucket < BOUNDS.length && tookNanos > BOUNDS[bucket] * 1e9) {
            bucket++;
        }
        buckets[bucket].increment();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("# HELP score_requests_total Requests to /score by status.\n");
        text.append("# TYPE score_requests_total counter\n");
        byStatus.forEach((status, count) -> text.append("score_requests_total{status=\"")
                .append(status)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        text.append("# HELP score_seconds Time that /score took.\n# TYPE score_seconds histogram\n");
        long total = 0;
        for (int i = 0; i < buckets.length; i++) {
            total += buckets[i].sum();
            String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
            text.append("score_seconds_bucket{le=\"").append(bound).append("\"} ").append(total).append('\n');
        }
        text.append("score_seconds_sum ").append(nanos.sum() / 1e9).append('\n');
        return text.append("score_seconds_count ").append(total).append('\n').toString();
    }
}
