package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.instance.RestartTurn;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Who of a platform's instances may be ended for hanging: each asks, and says when it has ended. */
final class Turns {

    private final Supplier<List<InstanceStatus>> all;
    private final Set<String> ending = new HashSet<>();
    private volatile Predicate<InstanceStatus> spared = _ -> true;

    Turns(Supplier<List<InstanceStatus>> all) {
        this.all = all;
    }

    /** From now on those are spared that somebody judges. */
    void spare(Predicate<InstanceStatus> judged) {
        spared = judged;
    }

    /** Takes the turn, until {@link #over}; returns why it cannot be had, if it cannot. */
    synchronized Optional<String> take(InstanceStatus hanging) {
        if (spared.test(hanging)) {
            return Optional.of("a rollout judges it");
        }
        Optional<String> obstacle = RestartTurn.obstacle(hanging, all.get(), ending);
        if (obstacle.isEmpty()) {
            ending.add(hanging.name());
        }
        return obstacle;
    }

    /** Its state tells the others from now on. */
    synchronized void over(String name) {
        ending.remove(name);
    }
}
