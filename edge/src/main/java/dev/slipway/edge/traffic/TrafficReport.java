package dev.slipway.edge.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The counters at one moment, as JSON tells them. All but {@code inFlight} only grow until the edge starts anew, which a
 * new {@code bootId} shows.
 *
 * @param unrouted requests that no route served
 * @param failedBySwitch requests that failed at an instance that had left the table
 * @param refused messages that were malformed
 */
public record TrafficReport(String bootId, List<Route> routes, long unrouted, long failedBySwitch, long refused) {

    /** The same with what is in flight elsewhere added to what is in flight here. */
    public TrafficReport with(List<Remnant> elsewhere) {
        TrafficReport sum = this;
        for (Remnant remnant : elsewhere) {
            sum = new TrafficReport(
                    bootId,
                    joined(
                            sum.routes,
                            route -> route.key().equals(remnant.route()),
                            new Route(remnant.route(), List.of()),
                            route -> route.with(remnant)),
                    unrouted,
                    failedBySwitch,
                    refused);
        }
        return sum;
    }

    /** Changes the element that fits, which is this blank one when there is none. */
    private static <T> List<T> joined(List<T> list, Predicate<T> fits, T blank, UnaryOperator<T> change) {
        List<T> all = new ArrayList<>(list);
        if (all.stream().noneMatch(fits)) {
            all.add(blank);
        }
        all.replaceAll(each -> fits.test(each) ? change.apply(each) : each);
        return List.copyOf(all);
    }

    /** The releases that a route has, or had within the last day. */
    public record Route(String key, List<Release> releases) {
        Route with(Remnant remnant) {
            return new Route(
                    key,
                    joined(
                            releases,
                            each -> each.release().equals(remnant.release()),
                            Release.silent(remnant.release()),
                            each -> each.with(remnant)));
        }
    }

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
            List<Instance> instances) {

        private static Release silent(String release) {
            return new Release(release, 0, 0, 0, 0, 0, new Latency("micros", List.of()), List.of());
        }

        private Release with(Remnant remnant) {
            List<Instance> sum = instances;
            for (Remnant.At at : remnant.instances()) {
                Instance blank = new Instance(at.id(), at.address(), 0, 0, 0, null);
                sum = joined(sum, each -> each.isAt(at), blank, each -> each.with(at.inFlight()));
            }
            return new Release(
                    release, requests, errors, aborted, connectFailures, inFlight + remnant.inFlight(), latency, sum);
        }
    }

    /**
     * How long complete responses took, from the request's head to the response's last byte.
     *
     * @param unit of {@code le}: micros
     * @param buckets those that are not empty, each with its own count
     */
    public record Latency(String unit, List<LatencyBuckets.Bucket> buckets) {}

    /**
     * One instance's part of it.
     *
     * @param leftMillis how long ago the table left it; null while it is in it, and for one that only the table of an
     *     edge before this one had
     */
    public record Instance(
            String id,
            String address,
            int inFlight,
            long requests,
            long errors,
            @Nullable Long leftMillis) {

        private boolean isAt(Remnant.At at) {
            return id.equals(at.id()) && address.equals(at.address());
        }

        private Instance with(int more) {
            return new Instance(id, address, inFlight + more, requests, errors, leftMillis);
        }
    }
}
