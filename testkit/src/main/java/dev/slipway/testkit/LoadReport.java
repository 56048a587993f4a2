package dev.slipway.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What became of a load.
 *
 * @param answered requests that got a whole answer
 * @param byStatus answers by HTTP status
 * @param byRelease answers by {@code X-Slipway-Release}
 * @param lastByRelease when the last request was sent that the release answered
 * @param byEdge answers by {@code X-Slipway-Edge}
 * @param connectionErrors requests without a whole answer
 * @param reconnected requests sent again because the server had closed an idle connection, as every browser does
 * @param errors what the first connection errors were
 * @param p50 median latency; with a rate, measured from when the request was due
 * @param p99 latency that one in a hundred exceeds
 * @param longest the worst latency
 */
public record LoadReport(
        long answered,
        Map<Integer, Long> byStatus,
        Map<String, Long> byRelease,
        Map<String, Instant> lastByRelease,
        Map<String, Long> byEdge,
        long connectionErrors,
        long reconnected,
        List<String> errors,
        Duration p50,
        Duration p99,
        Duration longest) {

    /** Answers of 500 and above, and requests without an answer. */
    public long failed() {
        long broken = byStatus.entrySet().stream()
                .filter(status -> status.getKey() >= 500)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return broken + connectionErrors;
    }
}
