package dev.slipway.kernel.net;

/** Where Slipway listens unless it is told otherwise: on loopback, so that nothing is open to a network by itself. */
public final class StandardAddress {

    /** The control plane: web pages, API and git. */
    public static final String SERVER = "127.0.0.1:7070";

    /** User traffic, at the edge that the server starts. */
    public static final String EDGE = "127.0.0.1:7080";

    /** The server as a URL. */
    public static final String SERVER_URL = "http://" + SERVER;

    private StandardAddress() {}
}
