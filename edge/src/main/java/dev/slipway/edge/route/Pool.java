package dev.slipway.edge.route;

import java.util.List;

/**
 * The instances of one release behind a route, with the share of requests that they get.
 *
 * @param release the control plane's name for it
 * @param weight relative to the other pools' weights; 0 keeps the pool known but gives it nothing
 * @param instances where requests go; may be empty only when the weight is 0
 */
public record Pool(String release, int weight, List<Instance> instances) {

    public Pool {
        instances = List.copyOf(instances);
    }

    boolean receives() {
        return weight > 0 && !instances.isEmpty();
    }
}
