package dev.slipway.server.certificate;

import java.io.IOException;
import java.time.Instant;

/** The authority takes no order for a while: who asks again before only waits longer (RFC 8555, section 6.6). */
final class TooManyOrders extends IOException {

    private static final long serialVersionUID = 1;

    private final Instant until;

    TooManyOrders(String message, Instant until, Throwable cause) {
        super(message, cause);
        this.until = until;
    }

    Instant until() {
        return until;
    }
}
