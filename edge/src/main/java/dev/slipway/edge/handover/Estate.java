package dev.slipway.edge.handover;

import dev.slipway.edge.route.Route;
import dev.slipway.edge.traffic.Remnant;
import java.util.List;

/** What an edge that was replaced goes on doing for its successor until its last request is over. */
public interface Estate {

    /** Makes these the routes that its remaining connections follow; what has left them drains. */
    void follow(List<Route> routes);

    /** What runs here and in the edges before this one. */
    List<Remnant> remnants();
}
