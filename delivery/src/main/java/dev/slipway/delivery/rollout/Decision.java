package dev.slipway.delivery.rollout;

import dev.slipway.delivery.gate.GateStatus;
import java.time.Instant;
import java.util.List;

/** What a rollout does next. */
public sealed interface Decision {

    /** What is remembered from now on. */
    Progress progress();

    /** Why, in words that stand on screen. */
    String reason();

    /** It stays where it is, and is looked at again at the given time at the latest. */
    record Stay(Progress progress, String reason, Instant dueAt) implements Decision {}

    /**
     * It moves on.
     *
     * @param gates what decided it where gates did, each as it stood
     */
    record Move(RolloutEvent event, Progress progress, String reason, List<GateStatus> gates) implements Decision {

        public Move {
            gates = List.copyOf(gates);
        }

        /** Not by gates. */
        public Move(RolloutEvent event, Progress progress, String reason) {
            this(event, progress, reason, List.of());
        }
    }
}
