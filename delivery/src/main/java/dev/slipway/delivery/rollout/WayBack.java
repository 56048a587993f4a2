package dev.slipway.delivery.rollout;

import dev.slipway.delivery.rollout.Decision.Move;
import dev.slipway.kernel.Durations;
import java.time.Instant;
import java.util.Optional;

/** Decides about the way back to the release before: whether a machine may go it at all, and each step of it. */
record WayBack(Standing standing) {

    Move undo(RolloutEvent event, String reason) {
        return barred().map(why -> standing.move(RolloutEvent.ESCALATE, withoutStop(reason) + "; " + why))
                .orElseGet(() -> standing.move(event, reason));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Why no machine may go back; absent where it may. */
    private Optional<String> barred() {
        if (standing.progress().accepted()) {
            return Optional.of("a person has accepted the release, so going back is a person's decision");
        }
        if (standing.plan().irreversible() && !standing.rollout().isRestart()) {
            return Optional.of("the release declares its migration irreversible, so going back is a person's decision");
        }
        RolloutState state = standing.rollout().state();
        boolean alone = state == RolloutState.BAKING || state == RolloutState.PROMOTED;
        return alone && standing.plan().previous().isEmpty()
                ? Optional.of("there is no earlier release to go back to")
                : Optional.empty();
    }

    /** ROLLING_BACK. */
    Decision restoring(boolean oldReady, Optional<String> trouble) {
        if (oldReady && trouble.isEmpty()) {
            return standing.move(RolloutEvent.RESTORE, reason());
        }
        if (standing.isLate()) {
            return standing.move(
                    RolloutEvent.ESCALATE,
                    reason() + "; the old release could not be brought back within "
                            + Durations.words(standing.patience())
                            + trouble.map(text -> ": " + text).orElse(""));
        }
        return standing.stay(reason(), standing.retry());
    }

    /** CHECKING_ROLLBACK. */
    Decision checking(Optional<String> oldTrouble, boolean newStopped) {
        Instant deadline = standing.deadline().plus(standing.plan().longestDrain());
        if (oldTrouble.isPresent() && !standing.now().isBefore(deadline)) {
            return standing.move(
                    RolloutEvent.ESCALATE, reason() + "; the old release does not serve: " + oldTrouble.get());
        }
        if (oldTrouble.isEmpty() && newStopped) {
            return standing.move(RolloutEvent.CONFIRM, reason());
        }
        return standing.stay(reason(), standing.retry());
    }

    /** Of the whole rollback: what was wrong with the release. */
    private String reason() {
        return standing.rollout().reason();
    }
}
