package dev.slipway.server.web;

/** What a route does. It runs on a virtual thread of its own and may block. */
@FunctionalInterface
public interface RouteHandler {

    /**
     * Called only after the route's {@link Access} has been granted.
     *
     * @throws dev.slipway.kernel.Problem for everything that the caller should read
     * @throws Exception for defects; the caller sees no detail of them
     */
    void handle(Exchange exchange) throws Exception;
}
