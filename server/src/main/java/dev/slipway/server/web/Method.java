package dev.slipway.server.web;

/** The methods that routes are declared for. HEAD follows from GET. */
public enum Method {
    GET,
    POST,
    PUT,
    DELETE;

    /** True for methods that do not change anything, so that a link or an image may cause them. */
    public boolean safe() {
        return this == GET;
    }
}
