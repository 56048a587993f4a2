package dev.slipway.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What load to make, on the loopback only.
 *
 * @param port where to
 * @param host the Host header
 * @param paths weight by path
 * @param connections how many users, at most 64; over HTTP/1.1 each has a keep-alive connection
 * @param ratePerSecond requests per second over all connections, or 0 for as many as the answers allow
 * @param timeout how long to wait for bytes of an answer
 * @param wire how the users speak
 */
public record LoadPlan(
        int port,
        String host,
        Map<String, Integer> paths,
        int connections,
        double ratePerSecond,
        Duration timeout,
        LoadWire wire) {

    private static final int MOST_CONNECTIONS = 64;

    public LoadPlan {
        paths = new TreeMap<>(paths);
        if (connections < 1 || connections > MOST_CONNECTIONS || paths.isEmpty() || ratePerSecond < 0) {
            throw new IllegalArgumentException("1 to 64 connections, a path, and a rate of at least 0 are needed");
        }
    }

    /** One path over HTTP/1.1, four connections, as many requests as the answers allow, ten seconds of patience. */
    public static LoadPlan to(int port, String host, String path) {
        return new LoadPlan(port, host, Map.of(path, 1), 4, 0, Duration.ofSeconds(10), new LoadWire.Plain());
    }

    public LoadPlan withPaths(Map<String, Integer> weights) {
        return new LoadPlan(port, host, weights, connections, ratePerSecond, timeout, wire);
    }

    public LoadPlan withConnections(int count) {
        return new LoadPlan(port, host, paths, count, ratePerSecond, timeout, wire);
    }

    public LoadPlan withRate(double perSecond) {
        return new LoadPlan(port, host, paths, connections, perSecond, timeout, wire);
    }

    public LoadPlan over(LoadWire other) {
        return new LoadPlan(port, host, paths, connections, ratePerSecond, timeout, other);
    }

    /** The path for the n-th request: over one round of all weights each path comes as often as its weight says. */
    String path(long number) {
        int total = paths.values().stream().mapToInt(Integer::intValue).sum();
        long place = number % total;
        for (Map.Entry<String, Integer> path : paths.entrySet()) {
            place -= path.getValue();
            if (place < 0) {
                return path.getKey();
            }
        }
        throw new IllegalStateException("weights must be positive: " + paths);
    }
}
