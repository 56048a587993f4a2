package dev.slipway.edge.proxy;

import java.util.Locale;

/** Why the edge itself answers, in place of an instance. */
enum Reason {
    BAD_REQUEST(400, "This request could not be understood"),
    NO_ROUTE(404, "Nothing is served at this address"),
    UPSTREAM_FAILED(502, "The application did not answer properly"),
    NO_INSTANCE(503, "The application is not running at the moment"),
    TIMEOUT(504, "The application took too long to answer"),
    DRAINED(504, "The application was replaced before it answered"),
    CLIENT_TIMEOUT(408, "The request took too long to arrive"),
    REDIRECT(308, "This address has moved"),
    DENIED(403, "This address is not open to you"),
    RATE_LIMITED(429, "Too many requests came from you or at once"),
    TOO_LARGE(413, "The request is too large"),
    MAINTENANCE(503, "The application is being worked on"),
    HELD_TOO_LONG(503, "The application is being changed over");

    private final int status;
    private final String title;

    Reason(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** The value of X-Slipway-Edge. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
