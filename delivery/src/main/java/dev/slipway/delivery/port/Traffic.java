package dev.slipway.delivery.port;

import dev.slipway.delivery.config.TrafficRules;
import dev.slipway.delivery.judge.LatencyHistogram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The edge, as the delivery engine needs it: weights in, counts out. */
public interface Traffic {

    /**
     * Sees to it that the route is as wanted, by compare-and-set, and reads it back.
     *
     * @throws dev.slipway.kernel.Problem code {@code stale-epoch} when another control plane has taken over; kind
     *     UNAVAILABLE when the edge cannot be reached (it goes on with what it knows)
     */
    void ensure(Route route);

    /** Sees to it that there is no such route. */
    void remove(String key, long epoch);

    /** The route as the edge has it. */
    Optional<Route> route(String key);

    /** Keys of the routes that an environment has at the edge, whoever wrote them. */
    List<String> keys(String project, String environment);

    /** Cumulative counts since the edge's boot, by route key. */
    Counts counts();

    /** Names the route of a service in an environment, in characters that need no escaping anywhere. */
    static String key(String project, String environment, String service) {
        return project + ":" + environment + ":" + service;
    }

    /**
     * @param key {@code project:environment:service}
     * @param epoch of the control plane that wants it
     * @param hosts names it answers to
     * @param pools where the requests go, the new release first
     * @param rules how they are treated on their way
     */
    record Route(String key, long epoch, List<String> hosts, List<Pool> pools, TrafficRules rules) {

        /** A route whose requests go as they come. */
        public Route(String key, long epoch, List<String> hosts, List<Pool> pools) {
            this(key, epoch, hosts, pools, TrafficRules.NONE);
        }
    }

    /**
     * Where a share of the requests goes.
     *
     * @param weight relative to the sum of all pools' weights
     * @param instances the healthy ones
     */
    record Pool(String release, int weight, List<Target> instances) {}

    /**
     * An instance that can be reached.
     *
     * @param id instance's name
     * @param address {@code host:port}
     */
    record Target(String id, String address) {}

    /**
     * @param bootId another one means that counting began anew
     * @param byRoute counts by release, by route key
     */
    record Counts(String bootId, Map<String, Map<String, ReleaseCounts>> byRoute) {}

    /**
     * Counts of one release behind one route.
     *
     * @param inFlight requests that run on it now
     * @param byInstance what runs on each instance, also on one that has left the route
     */
    record ReleaseCounts(
            long requests, long errors, long inFlight, LatencyHistogram latency, Map<String, Running> byInstance) {

        /** Without instances in particular. */
        public ReleaseCounts(long requests, long errors, long inFlight, LatencyHistogram latency) {
            this(requests, errors, inFlight, latency, Map.of());
        }
    }

    /**
     * What runs on one instance.
     *
     * @param left how long ago the route left it; empty while it leads there, or where that is not known
     */
    record Running(long inFlight, Optional<Duration> left) {

        /** Both where an instance is known at two addresses: one that the route still leads to has not been left. */
        public Running and(Running other) {
            return new Running(
                    inFlight + other.inFlight,
                    left.flatMap(one -> other.left.map(two -> one.compareTo(two) < 0 ? one : two)));
        }
    }
}
