package dev.slipway.testkit;

import javax.net.ssl.SSLContext;

/** How the users of a load speak. */
public sealed interface LoadWire {

    /** HTTP/1.1 without TLS, each user over a connection of its own. */
    record Plain() implements LoadWire {}

    /**
     * HTTP/2 over TLS, some users over one connection as the tabs of a browser do.
     *
     * @param trust what the server's certificate is believed by
     */
    record Http2(SSLContext trust) implements LoadWire {}
}
