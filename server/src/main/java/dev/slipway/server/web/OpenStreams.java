package dev.slipway.server.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The event streams that are being written. Their handlers wait for as long as nothing happens: only an interrupt ends
 * them when the server stops.
 */
final class OpenStreams implements AutoCloseable {

    private final Set<Thread> writers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Begins one on this thread. */
    EventStream open(HttpServletResponse response) throws IOException {
        writers.add(Thread.currentThread());
        if (closed) {
            Thread.currentThread().interrupt();
        }
        return EventStream.open(response);
    }

    /** The request of this thread has been answered. */
    void left() {
        writers.remove(Thread.currentThread());
    }

    /** Interrupts whoever writes one, now or later. */
    @Override
    public void close() {
        closed = true;
        writers.forEach(Thread::interrupt);
    }
}
