package dev.slipway.edge.proxy;

import java.time.Duration;

/** What an exchange waits for while nothing moves; each has a limit of its own. */
enum Wait {
    /** Bytes either way through a tunnel. */
    TUNNEL,
    /** The rest of the request's body, from the client. */
    BODY,
    /** The client, to read what has been sent. */
    READER,
    /** The instance, to begin its response or to go on with it. */
    RESPONSE,
    /** The end, for the instance has left the table. */
    DRAIN;

    Duration limit(Limits limits) {
        return switch (this) {
            case TUNNEL -> limits.tunnel();
            case BODY, READER -> limits.body();
            case RESPONSE -> limits.response();
            case DRAIN -> Duration.ZERO;
        };
    }
}
