package dev.slipway.delivery.instance;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether an instance that hangs may be ended just now. What it waits for may be down for all of its kind: ending
 * them as they fall would take away the last that can still answer something, and none would come back before the others
 * are gone. So one goes after the other; and while none is healthy, the first has to come back before another goes.
 */
public final class RestartTurn {

    private RestartTurn() {}

    /**
     * Why it has to wait; empty when it is its turn.
     *
     * @param hanging the instance
     * @param all instances of the platform
     * @param ending names of those that are being ended for hanging
     */
    public static Optional<String> obstacle(InstanceStatus hanging, List<InstanceStatus> all, Set<String> ending) {
        List<InstanceStatus> others =
                all.stream().filter(other -> isOfItsKind(hanging, other)).toList();
        boolean anyHealthy = others.stream().anyMatch(other -> other.state() == InstanceState.HEALTHY);
        return others.stream()
                .filter(other -> ending.contains(other.name()) || isInTheWay(other.state(), anyHealthy))
                .findFirst()
                .map(other -> other.name() + " has to come back first");
    }

    private static boolean isOfItsKind(InstanceStatus hanging, InstanceStatus other) {
        return !other.name().equals(hanging.name())
                && other.project().equals(hanging.project())
                && other.environment().equals(hanging.environment())
                && other.service().equals(hanging.service())
                && other.release().equals(hanging.release());
    }

    private static boolean isInTheWay(InstanceState other, boolean anyHealthy) {
        return switch (other) {
            case STARTING, RUNNING -> true;
            case BACKING_OFF -> !anyHealthy;
            case HEALTHY, UNHEALTHY, FAILED, STOPPING, STOPPED -> false;
        };
    }
}
