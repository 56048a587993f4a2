package dev.slipway.server.rollout;

import dev.slipway.delivery.port.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An edge with a point before and one after each change of a route that it is told. */
record CrashingTraffic(Crashes.Life life, Traffic traffic) implements Traffic {

    @Override
    public void ensure(Route route) {
        String place = route.key() + " "
                + route.pools().stream()
                        .map(pool -> pool.release() + "=" + pool.weight())
                        .collect(Collectors.joining(" "));
        life.reach("before the route " + place);
        traffic.ensure(route);
        life.reach("after the route " + place);
    }

    @Override
    public void remove(String key, long epoch) {
        life.reach("before the removal of " + key);
        traffic.remove(key, epoch);
        life.reach("after the removal of " + key);
    }

    @Override
    public Optional<Route> route(String key) {
        return traffic.route(key);
    }

    @Override
    public List<String> keys(String project, String environment) {
        return traffic.keys(project, environment);
    }

    @Override
    public Counts counts() {
        return traffic.counts();
    }
}
