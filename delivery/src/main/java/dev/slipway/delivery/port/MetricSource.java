package dev.slipway.delivery.port;

import java.time.Duration;
import java.time.Instant;

/** Something that keeps series of figures and answers PromQL: a Prometheus, or a store of Slipway's own. */
@FunctionalInterface
public interface MetricSource {

    /**
     * The points of one series over a time.
     *
     * @param url of the server that is asked
     * @param query PromQL, complete
     * @return in their order, NaN where there is none; empty when there is no such series
     * @throws dev.slipway.kernel.Problem kind UNAVAILABLE when the source does not answer; kind INVALID when it refuses
     *     the query or has more than one series for it
     */
    double[] range(String url, String query, Instant from, Instant until, Duration step);
}
