package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows whether requests still run on what is about to end. The edge gives them their time and ends them itself, so it
 * alone is asked: how long the rollout has been in its state says nothing, for the control plane may have been away
 * before it told the edge to lead elsewhere.
 */
record Drain(Traffic traffic) {

    /** An edge that has not ended by then what it should have ended will not do so. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Requests that run on a pool of any of the rollout's services and have time left. */
    long inFlight(Rollout rollout, RolloutPlan plan, String pool) {
        Traffic.Counts counts = traffic.counts();
        return plan.services().stream()
                .mapToLong(service -> inFlight(counts, rollout, service, pool))
                .sum();
    }

    private static long inFlight(Traffic.Counts counts, Rollout rollout, ServiceConfig service, String pool) {
        Traffic.ReleaseCounts of = counts.byRoute()
                .getOrDefault(rollout.routeKey(service.name()), Map.of())
                .get(pool);
        if (of == null) {
            return 0;
        }
        long overdue = of.byInstance().values().stream()
                .filter(running -> isOverdue(running, service))
                .mapToLong(Traffic.Running::inFlight)
                .sum();
        return of.inFlight() - overdue;
    }

    /** Requests that run on these instances, which the route has left, and have time left. */
    long inFlight(Rollout rollout, RolloutPlan plan, List<InstanceStatus> instances) {
        Traffic.Counts counts = traffic.counts();
        return instances.stream()
                .mapToLong(instance -> inFlight(counts, rollout, plan, instance))
                .sum();
    }

    private static long inFlight(Traffic.Counts counts, Rollout rollout, RolloutPlan plan, InstanceStatus instance) {
        return plan.services().stream()
                .filter(service -> service.name().equals(instance.service()))
                .flatMap(service ->
                        counts.byRoute().getOrDefault(rollout.routeKey(service.name()), Map.of()).values().stream()
                                .flatMap(of ->
                                        Optional.ofNullable(of.byInstance().get(instance.name())).stream())
                                .filter(running -> !isOverdue(running, service)))
                .mapToLong(Traffic.Running::inFlight)
                .sum();
    }

    /** No request runs on the instance, which the route has left, or they had time enough. */
    boolean isDry(Rollout rollout, RolloutPlan plan, InstanceStatus instance) {
        return inFlight(rollout, plan, List.of(instance)) == 0;
    }

    private static boolean isOverdue(Traffic.Running running, ServiceConfig service) {
        Duration limit = service.traffic().drain().plus(GRACE);
        return running.left().filter(left -> left.compareTo(limit) > 0).isPresent();
    }
}
