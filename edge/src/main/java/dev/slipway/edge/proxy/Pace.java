package dev.slipway.edge.proxy;

import java.time.Duration;

/**
 * How quickly a client sends its body while only it is waited for. A limit of pauses alone lets a client hold a connection,
 * and an instance's worker, for days with a byte a minute (slow POST, after W. O. Chee and T. Brennan, OWASP 2010).
 */
final class Pace {

    private long since;
    private long before;
    private boolean waiting;

    /** Somebody else is waited for: what the client could have sent meanwhile does not count. */
    void rest() {
        waiting = false;
    }

    /**
     * @param now a nano time
     * @param bytes of the body so far
     * @return true when a whole window brought too little
     */
    boolean isTooSlow(long now, long bytes, Duration window) {
        if (!waiting) {
            restart(now, bytes);
            return false;
        }
        long nanos = now - since;
        if (nanos < window.toNanos()) {
            return false;
        }
        boolean slow = (bytes - before) * 1e9 < (double) nanos * Limits.LEAST_BYTES_PER_SECOND;
        restart(now, bytes);
        return slow;
    }

    private void restart(long now, long bytes) {
        waiting = true;
        since = now;
        before = bytes;
    }
}
