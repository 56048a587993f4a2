package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.config.TrafficRules;
import dev.slipway.delivery.port.Traffic;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Translates weights of sides into routes of the edge: one for each service of an environment. */
final class Router {

    private final Traffic traffic;
    private final Fleet fleet;
    private final LongSupplier epoch;
    private final TargetRoutes targets;

    /** @param epoch the fencing epoch of this control plane */
    Router(Traffic traffic, Fleet fleet, LongSupplier epoch) {
        this.traffic = traffic;
        this.fleet = fleet;
        this.epoch = epoch;
        this.targets = new TargetRoutes(fleet);
    }

    /**
     * A side and the relative share of the traffic that it gets; 0 keeps its instances known but unused.
     *
     * @param pool what its traffic is counted under
     */
    record Share(Side side, String pool, int weight) {
        Share(Side side, int weight) {
            this(side, side.release(), weight);
        }
    }

    /** Sees to it that the routes of an environment are as wanted. Sides without a healthy instance are left out. */
    void ensure(List<Share> shares) {
        Set<String> services = new LinkedHashSet<>();
        shares.forEach(
                share -> services.addAll(share.side().of().config().services().keySet()));
        for (String service : services) {
            if (TargetRoutes.carries(shares, service)) {
                targets.ensure(shares, service);
            } else {
                route(shares, service).ifPresent(traffic::ensure);
            }
        }
    }

    /**
     * Sees to it that the routes lead to where the sides' instances are now, each with the weight that it has: for times
     * in which no weight is to be changed and an instance may yet come back at another address. The shares' own weights
     * say nothing here.
     */
    void follow(List<Share> shares) {
        for (Share share : shares) {
            for (String service : share.side().of().config().services().keySet()) {
                traffic.route(key(share.side(), service)).ifPresent(route -> follow(shares, service, route));
            }
        }
    }

    private void follow(List<Share> shares, String service, Traffic.Route route) {
        List<Traffic.Pool> pools = route.pools().stream()
                .map(pool -> shares.stream()
                        .filter(share -> share.pool().equals(pool.release()))
                        .map(share -> new Traffic.Pool(pool.release(), pool.weight(), targets(share.side(), service)))
                        .filter(found -> !found.instances().isEmpty())
                        .reduce((one, other) -> new Traffic.Pool(one.release(), pool.weight(), both(one, other)))
                        .orElse(pool))
                .toList();
        if (!pools.equals(route.pools())) {
            traffic.ensure(new Traffic.Route(
                    route.key(),
                    epoch.getAsLong(),
                    route.hosts(),
                    pools,
                    rules(shares.getFirst().side(), service)));
        }
    }

    /** Takes the routes of an environment away. */
    void remove(Side side) {
        side.of()
                .config()
                .services()
                .keySet()
                .forEach(service -> traffic.remove(key(side, service), epoch.getAsLong()));
    }

    /** Takes away whatever routes an environment has at the edge. */
    void clear(String project, String environment) {
        traffic.keys(project, environment).forEach(key -> traffic.remove(key, epoch.getAsLong()));
    }

    static String key(Side side, String service) {
        return Traffic.key(
                side.of().release().project(), side.of().environment().name(), service);
    }

    private Optional<Traffic.Route> route(List<Share> shares, String service) {
        Map<String, Traffic.Pool> byName = new LinkedHashMap<>();
        for (Share share : shares) {
            List<Traffic.Target> targets = targets(share.side(), service);
            if (!targets.isEmpty()) {
                byName.merge(share.pool(), new Traffic.Pool(share.pool(), share.weight(), targets), Router::joined);
            }
        }
        List<Traffic.Pool> pools = List.copyOf(byName.values());
        boolean serves = pools.stream().anyMatch(pool -> pool.weight() > 0);
        Side named = shares.getFirst().side();
        return serves
                ? Optional.of(new Traffic.Route(
                        key(named, service), epoch.getAsLong(), hosts(named, service), pools, rules(named, service)))
                : Optional.empty();
    }

    /** The sides of one release are one pool, of those that are to be used. */
    private static Traffic.Pool joined(Traffic.Pool one, Traffic.Pool other) {
        if (one.weight() == 0 || other.weight() == 0) {
            return one.weight() == 0 ? other : one;
        }
        return new Traffic.Pool(one.release(), one.weight() + other.weight(), both(one, other));
    }

    private static List<Traffic.Target> both(Traffic.Pool one, Traffic.Pool other) {
        return Stream.concat(one.instances().stream(), other.instances().stream())
                .distinct()
                .toList();
    }

    private List<Traffic.Target> targets(Side side, String service) {
        return fleet.healthy(side, service).stream()
                .flatMap(instance ->
                        instance.address().map(address -> new Traffic.Target(instance.name(), address)).stream())
                .toList();
    }

    private static TrafficRules rules(Side side, String service) {
        ServiceConfig config = side.of().config().services().get(service);
        if (config == null) {
            return TrafficRules.NONE;
        }
        return side.of().isPreview()
                ? config.traffic().forEverybody()
                : config.traffic().in(side.of().environment().name());
    }

    /** The names that a service answers to in an environment, those for testers included. */
    static List<String> hosts(Side side, String service) {
        return Stream.concat(
                        ownHosts(side, service).stream(),
                        rules(side, service).testers().stream().flatMap(tester -> tester.host().stream()))
                .distinct()
                .toList();
    }

    private static List<String> ownHosts(Side side, String service) {
        ServiceConfig config = side.of().config().services().get(service);
        List<String> named = side.of().environment().hosts().getOrDefault(service, List.of());
        if (config == null || !named.isEmpty()) {
            return named;
        }
        return List.of(service + "." + side.of().environment().name() + "."
                + side.of().release().project() + ".localhost");
    }
}
