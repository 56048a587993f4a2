package dev.slipway.edge.traffic;

import java.util.List;

/**
 * The counters at one moment, as JSON tells them. All but {@code inFlight} only grow until the edge starts anew, which a
 * new {@code bootId} shows.
 *
 * @param unrouted requests that no route served
 * @param failedBySwitch requests that failed at an instance that had left the table
 * @param refused messages that were malformed
 */
public record TrafficReport(String bootId, List<Route> routes, long unrouted, long failedBySwitch, long refused) {

    /** The releases that a route has, or had within the last day. */
    public record Route(String key, List<Release> releases) {}

    /**
     * What one release did.
     *
     * @param requests that ended, in whatever way
     * @param errors of those: 5xx from an instance, or no whole response
     * @param aborted of those: the client left first
     * @param connectFailures connections that an instance refused; another instance may have served the request
     * @param inFlight requests and tunnels going on now
     */
    public record Release(
            String release,
            long requests,
            long errors,
            long aborted,
            long connectFailures,
            int inFlight,
            Latency latency,
            List<Instance> instances) {}

    /**
     * How long complete responses took, from the request's head to the response's last byte.
     *
     * @param unit of {@code le}: micros
     * @param buckets those that are not empty, each with its own count
     */
    public record Latency(String unit, List<LatencyBuckets.Bucket> buckets) {}

    /** One instance's part of it. */
    public record Instance(String id, String address, int inFlight, long requests, long errors) {}
}
