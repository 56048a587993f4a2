package dev.slipway.edge.route;

import java.util.List;
import java.util.Optional;

/**
 * The whole table at one moment, as it is kept on disk and told to the control plane.
 *
 * @param epoch the highest that the edge has ever seen
 * @param routes sorted by key
 */
public record Routes(long epoch, List<Route> routes) {

    public static final Routes NONE = new Routes(0, List.of());

    public Routes {
        routes = List.copyOf(routes);
    }

    public Optional<Route> find(String key) {
        return routes.stream().filter(route -> route.key().equals(key)).findFirst();
    }
}
