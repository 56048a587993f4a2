package dev.slipway.edge;

import dev.slipway.edge.proxy.Transport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the {@link Rehearsal} once, when it helps and hurts nobody: before users are let in where there are routes for
 * them, else when the first route comes. An edge that a fresh control plane has started beside itself has no users yet,
 * and would only take processor time away from that start.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final Transport transport;
    private final Duration limit;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicLong requests = new AtomicLong();

    /** @param limit how long it may take; zero for not at all */
    WarmUp(Transport transport, Duration limit) {
        this.transport = transport;
        this.limit = limit;
    }

    /** Returns when it is over. */
    void finish() {
        if (begun.getAndSet(true)) {
            return;
        }
        try {
            requests.set(Rehearsal.run(transport, limit));
            LOG.info("{} requests rehearsed in {} ms", requests, limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns at once. */
    void begin() {
        if (!begun.get()) {
            Thread.ofPlatform().daemon().name("rehearsal").start(this::finish);
        }
    }

    /** Requests that it carried; 0 until it is over. */
    long requests() {
        return requests.get();
    }
}
