package dev.slipway.edge.handover;

import dev.slipway.edge.route.Route;
import dev.slipway.edge.traffic.Remnant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an edge asks of the one that it replaced: to tell what still runs there, and before that to follow these routes.
 *
 * @param number comes back with the answer
 * @param routes null when they have not changed
 */
record Order(long number, @Nullable List<Route> routes) {

    /** @param running after the routes are in force: a request that will yet go to what has left them is counted */
    record Answer(long number, List<Remnant> running) {}
}
