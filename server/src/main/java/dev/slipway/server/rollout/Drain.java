package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.delivery.rollout.Pilot;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/** Knows whether requests still run on what is about to end, and when they have had time enough. */
record Drain(Traffic traffic, InstantSource clock) {

    /** Requests that run on a pool of any of the rollout's services. */
    long inFlight(Rollout rollout, RolloutPlan plan, String pool) {
        Traffic.Counts counts = traffic.counts();
        return plan.services().stream()
                .map(service -> counts.byRoute().getOrDefault(rollout.routeKey(service.name()), Map.of()))
                .map(byRelease -> byRelease.get(pool))
                .filter(Objects::nonNull)
                .mapToLong(Traffic.ReleaseCounts::inFlight)
                .sum();
    }

    /** No request runs on the instance, which the route has left, or they had time enough. */
    boolean isDry(Rollout rollout, InstanceStatus instance) {
        return isOver(rollout) || inFlight(rollout, instance) == 0;
    }

    private long inFlight(Rollout rollout, InstanceStatus instance) {
        return traffic.counts().byRoute().getOrDefault(rollout.routeKey(instance.service()), Map.of()).values().stream()
                .mapToLong(counts -> counts.byInstance().getOrDefault(instance.name(), 0L))
                .sum();
    }

    /** The rollout's present state has lasted longer than requests may take. */
    boolean isOver(Rollout rollout) {
        return Duration.between(rollout.stateSince(), clock.instant()).compareTo(Pilot.DRAIN_LIMIT) > 0;
    }
}
