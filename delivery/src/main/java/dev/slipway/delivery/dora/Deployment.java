package dev.slipway.delivery.dora;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of one rollout that is over, as far as DORA's metrics need it.
 *
 * @param committedAt when the release's commit was made
 * @param requestedAt when it was asked for
 * @param trafficAt when it got its first traffic; absent when users never met it
 * @param restoredAt when the release before it had its traffic back for good
 * @param finishedAt when it was over
 */
public record Deployment(
        String rollout,
        Rollout.Kind kind,
        RolloutState state,
        Instant committedAt,
        Instant requestedAt,
        Optional<Instant> trafficAt,
        Optional<Instant> restoredAt,
        Instant finishedAt) {

    /** It stayed: the release serves, or served until the next one. */
    boolean succeeded() {
        return kind == Rollout.Kind.DEPLOY && state == RolloutState.SUCCEEDED;
    }

    /** Users met it and it had to be taken back, or a person had to put things right. */
    boolean failed() {
        return kind == Rollout.Kind.DEPLOY
                && trafficAt.isPresent()
                && (state == RolloutState.ROLLED_BACK || state == RolloutState.FAILED);
    }

    /** When users had what they had before; a person who closes it says so, whatever was tried until then. */
    Optional<Instant> recoveredAt() {
        return state == RolloutState.FAILED ? Optional.of(finishedAt) : restoredAt;
    }

    /** Somebody took back a deployment that had succeeded. */
    boolean takesBack() {
        return kind == Rollout.Kind.ROLLBACK && state == RolloutState.SUCCEEDED;
    }
}
