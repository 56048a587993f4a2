package dev.slipway.server.web;

import java.util.List;

/** A part of the server that contributes routes. */
@FunctionalInterface
public interface RouteSource {

    List<Route> routes();
}
