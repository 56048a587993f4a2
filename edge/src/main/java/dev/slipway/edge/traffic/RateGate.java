package dev.slipway.edge.traffic;

import dev.slipway.edge.route.Rules;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps a rate limit by the Generic Cell Rate Algorithm (ITU-T I.371, annex A, as "virtual scheduling"): for each who is
 * counted it keeps one number, the time at which the next request would come if all came evenly. A request that is more
 * than the burst ahead of it is refused, any other moves it on by one interval. There is no window at whose border twice
 * as many could pass, and a request costs one compare-and-set.
 *
 * <p>A client whose time lies in the past is as good as one never seen, so such are forgotten when too many are known. When
 * even then there are too many, the new ones share one number: an attacker with many addresses slows those alone who come
 * for the first time.
 */
final class RateGate {

    private static final int MAX_CLIENTS = 100_000;
    private static final long PURGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final boolean perClient;
    private final long interval;
    private final long tolerance;
    private final AtomicLong shared;
    private final ConcurrentMap<Long, AtomicLong> clients = new ConcurrentHashMap<>();
    private final AtomicLong nextPurge;

    RateGate(Rules.RateLimit limit, long nanoTime) {
        this.perClient = limit.per() == Rules.Per.CLIENT;
        this.interval = Math.max(1, TimeUnit.SECONDS.toNanos(limit.seconds()) / limit.requests());
        this.tolerance = interval * (limit.burstOrAll() - 1);
        this.shared = new AtomicLong(nanoTime);
        this.nextPurge = new AtomicLong(nanoTime);
    }

    /**
     * Lets a request pass or not.
     *
     * @return 0 when it passes, else the nanoseconds after which it would
     */
    long pass(InetAddress client, long nanoTime) {
        AtomicLong due = perClient ? due(key(client), nanoTime) : shared;
        while (true) {
            long seen = due.get();
            long start = seen - nanoTime > 0 ? seen : nanoTime;
            long ahead = start - nanoTime - tolerance;
            if (ahead > 0) {
                return ahead;
            }
            if (due.compareAndSet(seen, start + interval)) {
                return 0;
            }
        }
    }

    private AtomicLong due(Long key, long nanoTime) {
        AtomicLong known = clients.get(key);
        if (known != null) {
            return known;
        }
        if (clients.size() >= MAX_CLIENTS && !purge(nanoTime)) {
            return shared;
        }
        return clients.computeIfAbsent(key, _ -> new AtomicLong(nanoTime));
    }

    private boolean purge(long nanoTime) {
        long next = nextPurge.get();
        if (nanoTime - next >= 0 && nextPurge.compareAndSet(next, nanoTime + PURGE_NANOS)) {
            clients.values().removeIf(due -> due.get() - nanoTime <= 0);
        }
        return clients.size() < MAX_CLIENTS;
    }

    private static Long key(InetAddress client) {
        ByteBuffer address = ByteBuffer.wrap(client.getAddress());
        return address.remaining() == Integer.BYTES ? Integer.toUnsignedLong(address.getInt()) : address.getLong();
    }
}
