package dev.slipway.edge.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * All counters since the edge started. They only grow, and those of a release that left the table stay for a day, so that
 * whoever compares two readings never sees one vanish while it watches.
 */
public final class TrafficLedger {

    private static final long KEEP_NANOS = TimeUnit.DAYS.toNanos(1);

    private final ConcurrentMap<Key, ReleaseTraffic> releases = new ConcurrentHashMap<>();
    private final LongAdder unrouted = new LongAdder();
    private final LongAdder failedBySwitch = new LongAdder();
    private final LongAdder refused = new LongAdder();

    ReleaseTraffic release(String route, String release) {
        return releases.computeIfAbsent(new Key(route, release), key -> new ReleaseTraffic(key.route, key.release));
    }

    void leftAllBut(Set<ReleaseTraffic> present, long nanoTime) {
        for (ReleaseTraffic traffic : releases.values()) {
            if (!present.contains(traffic)) {
                traffic.left(nanoTime);
            }
            traffic.forgetInstances(nanoTime, KEEP_NANOS);
        }
        releases.values().removeIf(traffic -> traffic.isForgettable(nanoTime, KEEP_NANOS));
    }

    /** A request came that no route serves. */
    public void countUnrouted() {
        unrouted.increment();
    }

    /** A request failed at an instance that had left the table: a switch cost a user something. */
    public void countFailedBySwitch() {
        failedBySwitch.increment();
    }

    /** A message was refused because it was malformed. */
    public void countRefused() {
        refused.increment();
    }

    /** All counters, as they stand. */
    public TrafficReport report(String bootId) {
        Map<String, List<TrafficReport.Release>> byRoute = new TreeMap<>();
        for (ReleaseTraffic traffic : releases.values()) {
            byRoute.computeIfAbsent(traffic.route(), _ -> new ArrayList<>()).add(report(traffic));
        }
        List<TrafficReport.Route> routes = new ArrayList<>();
        byRoute.forEach((route, found) -> {
            found.sort(Comparator.comparing(TrafficReport.Release::release));
            routes.add(new TrafficReport.Route(route, List.copyOf(found)));
        });
        return new TrafficReport(bootId, routes, unrouted.sum(), failedBySwitch.sum(), refused.sum());
    }

    /** What is in flight now, by release; releases without any are left out. */
    public List<Remnant> remnants() {
        return releases.values().stream()
                .filter(traffic -> traffic.inFlight() > 0)
                .map(TrafficLedger::remnant)
                .toList();
    }

    private static Remnant remnant(ReleaseTraffic traffic) {
        List<Remnant.At> busy = traffic.instances().stream()
                .filter(instance -> instance.inFlight() > 0)
                .map(instance -> new Remnant.At(instance.id(), address(instance), instance.inFlight()))
                .toList();
        return new Remnant(traffic.route(), traffic.release(), traffic.inFlight(), busy);
    }

    private static String address(InstanceTraffic instance) {
        return instance.address().getAddress().getHostAddress() + ":"
                + instance.address().getPort();
    }

    private static TrafficReport.Release report(ReleaseTraffic traffic) {
        long now = System.nanoTime();
        List<TrafficReport.Instance> instances = traffic.instances().stream()
                .map(instance -> report(instance, now))
                .sorted(Comparator.comparing(TrafficReport.Instance::id))
                .toList();
        Tally.Counts ended = traffic.ended();
        return new TrafficReport.Release(
                traffic.release(),
                ended.requests(),
                ended.errors(),
                ended.aborted(),
                traffic.connectFailures(),
                traffic.inFlight(),
                new TrafficReport.Latency("micros", traffic.latency().read()),
                instances);
    }

    private static TrafficReport.Instance report(InstanceTraffic instance, long now) {
        Tally.Counts ended = instance.ended();
        return new TrafficReport.Instance(
                instance.id(),
                address(instance),
                instance.inFlight(),
                ended.requests(),
                ended.errors(),
                instance.leftMillis(now));
    }

    private record Key(String route, String release) {}
}
