package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.config.TargetCommands;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves the traffic of services whose own target carries it: by the {@code route} command of the release that is to get
 * most of it. A command that ended well is believed and not run again for the same shares, except once after a restart.
 */
final class TargetRoutes {

    private final Fleet fleet;
    private final Map<String, List<Map<String, Object>>> routed = new ConcurrentHashMap<>();

    TargetRoutes(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Whether the service's target carries its traffic, as the first of the shares has it. */
    static boolean carries(List<Router.Share> shares, String service) {
        return find(shares.getFirst().side(), service)
                .filter(ServiceConfig::carriesTraffic)
                .isPresent();
    }

    private static Optional<ServiceConfig> find(Side side, String service) {
        return Optional.ofNullable(side.of().config().services().get(service));
    }

    /**
     * Sees to it that the target has these shares. Sides without a healthy instance get none.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code route-failed}, when the command fails
     */
    void ensure(List<Router.Share> shares, String service) {
        List<Router.Share> served = shares.stream()
                .filter(share -> share.weight() > 0)
                .filter(share -> !fleet.healthy(share.side(), service).isEmpty())
                .toList();
        Optional<Router.Share> leading = served.stream().max(Comparator.comparingInt(Router.Share::weight));
        if (leading.isEmpty()) {
            return;
        }
        List<Map<String, Object>> weights = weights(served, service);
        String key = Router.key(leading.get().side(), service);
        if (!weights.equals(routed.get(key))) {
            route(leading.get().side(), service, weights);
            routed.put(key, weights);
        }
    }

    private List<Map<String, Object>> weights(List<Router.Share> shares, String service) {
        List<Map<String, Object>> weights = new ArrayList<>();
        for (Router.Share share : shares) {
            for (InstanceStatus instance : fleet.healthy(share.side(), service)) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("release", share.side().release());
                one.put("instance", instance.name());
                instance.address().ifPresent(address -> one.put("address", address));
                one.put("weight", share.weight());
                weights.add(one);
            }
        }
        return weights;
    }

    private void route(Side side, String service, List<Map<String, Object>> weights) {
        ServiceConfig config =
                find(side, service).orElseThrow(() -> failed(side.release() + " has no " + service, "deploy another"));
        List<String> command = config.commands()
                .flatMap(TargetCommands::route)
                .orElseThrow(() -> failed(side.release() + " has no route command", "deploy a release that has one"));
        TaskResult result = run(side, config, command, Map.of("SLIPWAY_WEIGHTS", Json.write(weights)));
        if (result.exitCode() != 0) {
            throw failed(
                    "route of " + service + " ended with " + result.exitCode() + ": "
                            + result.output().strip(),
                    "it is tried again; run it by hand with SLIPWAY_WEIGHTS set");
        }
    }

    private TaskResult run(Side side, ServiceConfig service, List<String> command, Map<String, String> more) {
        try {
            return fleet.run(side, service, command, more);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the routing was interrupted", null, e);
        }
    }

    private static Problem failed(String what, String hint) {
        return Problem.of(Problem.Kind.UNAVAILABLE, "route-failed", what, hint);
    }
}
