package dev.slipway.edge.proxy;

import java.time.Duration;

/**
 * How long each side may take.
 *
 * @param keepAlive a client's connection may rest between requests
 * @param header a client may take to send a request's head, from its first byte
 * @param body either side may pause within a body
 * @param response an instance may think before its response begins
 * @param tunnel a tunnel may be silent
 * @param connect an instance may take to accept a connection
 * @param upstreamIdle a connection to an instance is kept for the next request; below the limits of common servers
 * @param trusted a connection to an instance may have rested when a request goes on it that must not be sent twice; half
 *     of the shortest limit that is common (Gunicorn's 2 s)
 * @param pace for how long a client may send its body below {@link #LEAST_BYTES_PER_SECOND} while only it is waited for
 */
public record Limits(
        Duration keepAlive,
        Duration header,
        Duration body,
        Duration response,
        Duration tunnel,
        Duration connect,
        Duration upstreamIdle,
        Duration trusted,
        Duration pace) {

    /** As Kestrel's MinRequestBodyDataRate: 240 bytes a second, below the slowest modem. */
    public static final int LEAST_BYTES_PER_SECOND = 240;

    public static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(75),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20));

    public Limits withHeader(Duration limit) {
        return new Limits(keepAlive, limit, body, response, tunnel, connect, upstreamIdle, trusted, pace);
    }

    public Limits withBody(Duration limit) {
        return new Limits(keepAlive, header, limit, response, tunnel, connect, upstreamIdle, trusted, pace);
    }

    public Limits withResponse(Duration limit) {
        return new Limits(keepAlive, header, body, limit, tunnel, connect, upstreamIdle, trusted, pace);
    }

    public Limits withUpstreamIdle(Duration limit) {
        return new Limits(keepAlive, header, body, response, tunnel, connect, limit, trusted, pace);
    }

    public Limits withTrusted(Duration limit) {
        return new Limits(keepAlive, header, body, response, tunnel, connect, upstreamIdle, limit, pace);
    }

    public Limits withPace(Duration limit) {
        return new Limits(keepAlive, header, body, response, tunnel, connect, upstreamIdle, trusted, limit);
    }
}
