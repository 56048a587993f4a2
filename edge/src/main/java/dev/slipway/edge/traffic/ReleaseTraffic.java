package dev.slipway.edge.traffic;

import dev.slipway.edge.http.Wire;
import dev.slipway.edge.route.Instance;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one release did with the requests of one route since the edge started. */
public final class ReleaseTraffic {

    private final String route;
    private final String release;
    private final byte[] field;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Tally ended = new Tally();
    private final LongAdder connectFailures = new LongAdder();
    private final LatencyBuckets latency = new LatencyBuckets();
    private final ConcurrentMap<Instance, InstanceTraffic> instances = new ConcurrentHashMap<>();
    private volatile @Nullable Long leftAt;

    ReleaseTraffic(String route, String release) {
        this.route = route;
        this.release = release;
        this.field = Wire.bytes("X-Slipway-Release: " + release + "\r\n");
    }

    public String route() {
        return route;
    }

    public String release() {
        return release;
    }

    /** The response field that names the release, ready for the wire; the caller does not change it. */
    public byte[] field() {
        return field;
    }

    InstanceTraffic instance(Instance instance) {
        return instances.computeIfAbsent(instance, made -> new InstanceTraffic(made.id(), made.socketAddress()));
    }

    Collection<InstanceTraffic> instances() {
        return instances.values();
    }

    /** Forgets instances that are gone for good, so that a year of rollouts does not fill the memory. */
    void forgetInstances(long nanoTime, long keepNanos) {
        instances
                .values()
                .removeIf(instance ->
                        instance.isRetired() && instance.inFlight() == 0 && instance.isDrainOver(nanoTime - keepNanos));
    }

    /** Sequentially consistent: the switch's proof rests on it. */
    void enter() {
        inFlight.incrementAndGet();
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    public int inFlight() {
        return inFlight.get();
    }

    void count(Outcome outcome, long nanos) {
        switch (outcome) {
            case SERVED -> {
                ended.good();
                latency.addNanos(nanos);
            }
            case SERVER_ERROR -> {
                ended.failed();
                latency.addNanos(nanos);
            }
            case FAILED -> ended.failed();
            case ABORTED -> ended.aborted();
            case TUNNELLED -> ended.good();
        }
    }

    /** An instance of this release did not take a connection. */
    public void connectFailed() {
        connectFailures.increment();
    }

    void left(long nanoTime) {
        if (leftAt == null) {
            leftAt = nanoTime;
        }
    }

    void returned() {
        leftAt = null;
    }

    boolean isForgettable(long nanoTime, long keepNanos) {
        Long at = leftAt;
        return at != null && inFlight() == 0 && nanoTime - at > keepNanos;
    }

    Tally.Counts ended() {
        return ended.counts();
    }

    long connectFailures() {
        return connectFailures.sum();
    }

    LatencyBuckets latency() {
        return latency;
    }
}
