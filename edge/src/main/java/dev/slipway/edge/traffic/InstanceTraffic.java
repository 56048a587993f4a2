package dev.slipway.edge.traffic;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the edge knows of one instance: how busy it is, whether it refused connections, whether it has left the table. */
public final class InstanceTraffic {

    private static final long SKIP_NANOS = 1_000_000_000L;
    private static final long REST_KNOWN_NANOS = 60_000_000_000L;
    private static final long NEVER = 0;

    private final String id;
    private final InetSocketAddress address;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Tally ended = new Tally();
    private volatile long skippedUntil = NEVER;
    private volatile long retiredAt = NEVER;
    private volatile long drainNanos;
    private volatile Rest shortestRest = new Rest(Long.MAX_VALUE, NEVER);

    InstanceTraffic(String id, InetSocketAddress address) {
        this.id = id;
        this.address = address;
    }

    public String id() {
        return id;
    }

    public InetSocketAddress address() {
        return address;
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

    void count(boolean error) {
        if (error) {
            ended.failed();
        } else {
            ended.good();
        }
    }

    Tally.Counts ended() {
        return ended.counts();
    }

    /** Its port refused a connection: leave it out for a second where there is another. */
    public void refused(long nanoTime) {
        skippedUntil = nonZero(nanoTime + SKIP_NANOS);
    }

    boolean isSkipped(long nanoTime) {
        long until = skippedUntil;
        return until != NEVER && nanoTime - until < 0;
    }

    /**
     * It closed a connection that nothing happened on.
     *
     * @param nanos how long the connection had rested
     */
    public void restEnded(long nanos, long nanoTime) {
        if (nanos <= shortestRestNanos(nanoTime)) {
            shortestRest = new Rest(nanos, nanoTime);
        }
    }

    /** The shortest rest after which it closed a connection within the last minute; the largest long when it did not. */
    public long shortestRestNanos(long nanoTime) {
        Rest rest = shortestRest;
        return nanoTime - rest.seenAt < REST_KNOWN_NANOS ? rest.nanos : Long.MAX_VALUE;
    }

    void retire(long nanoTime, long drain) {
        if (retiredAt == NEVER) {
            drainNanos = drain;
            retiredAt = nonZero(nanoTime);
        }
    }

    void revive() {
        retiredAt = NEVER;
    }

    /** It is not in the table any more. */
    public boolean isRetired() {
        return retiredAt != NEVER;
    }

    /** It left the table so long ago that its last requests must end. */
    public boolean isDrainOver(long nanoTime) {
        long at = retiredAt;
        return at != NEVER && nanoTime - at > drainNanos;
    }

    /** How many milliseconds ago it left the table; null while it is in it. */
    @Nullable
    Long leftMillis(long nanoTime) {
        long at = retiredAt;
        return at == NEVER ? null : Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanoTime - at));
    }

    private static long nonZero(long nanoTime) {
        return nanoTime == NEVER ? 1 : nanoTime;
    }

    private record Rest(long nanos, long seenAt) {}
}
