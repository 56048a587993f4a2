package dev.slipway.delivery.rollout;

import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import java.util.List;
import java.util.Optional;

/** The instances of one release as they were observed together, and what they say about it. */
record Instances(List<InstanceStatus> all) {

    long healthy() {
        return all.stream()
                .filter(instance -> instance.state() == InstanceState.HEALTHY)
                .count();
    }

    /** Of the first that can never run. */
    Optional<String> failure() {
        return all.stream()
                .filter(instance -> instance.state() == InstanceState.FAILED)
                .findFirst()
                .map(instance -> "instance " + instance.name() + " failed: " + instance.detail());
    }

    /** What ails the first that is not healthy, to stand behind a sentence. */
    String ailment() {
        return all.stream()
                .filter(instance -> instance.state() != InstanceState.HEALTHY)
                .findFirst()
                .map(instance -> " (" + instance.name() + " is " + instance.state() + ": " + instance.detail() + ")")
                .orElse("");
    }
}
