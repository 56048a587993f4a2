package dev.slipway.edge.traffic;

import java.util.List;

/**
 * Requests and tunnels of one release that still run in an edge which another has replaced. They count as in flight, so
 * that nobody stops an instance under them.
 *
 * @param inFlight of the release
 * @param instances those of its instances that carry them
 */
public record Remnant(String route, String release, int inFlight, List<At> instances) {

    /** What runs on one instance. */
    public record At(String id, String address, int inFlight) {}
}
