package dev.slipway.server;

/** Makes a part of the server, once there is something for it to stand on. */
@FunctionalInterface
public interface Plug {

    Part plug(Foundation foundation);
}
