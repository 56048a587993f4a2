package dev.slipway.delivery.rollout;

import java.util.EnumSet;
import java.util.Set;

/** Where a rollout is on its way. {@link RolloutTransitions#TABLE} says what leads where. */
public enum RolloutState {
    /** It was asked for, and nothing has been looked at yet. */
    REQUESTED,
    /** Its gates are open questions: review, wait timer, freeze, checks, or another rollout in the same environment. */
    GATED,
    /** It has the environment to itself; artifacts, configuration and secret versions are frozen, migrations expand. */
    PREPARED,
    /** Instances of the new release start, without traffic; those of the old one make room where the strategy says so. */
    STARTED,
    /** All instances that were started are healthy and are smoke-tested on their own addresses, without traffic. */
    VERIFIED,
    /** The edge is being told new weights; left when it has read them back. */
    SHIFTING,
    /** Traffic flows at the stage's weight and the judge watches. */
    OBSERVING,
    /** It waits for a person, with traffic as it is; the judge goes on watching. */
    HELD,
    /** All traffic goes to the new release, which from now on is the environment's. */
    PROMOTED,
    /** It serves alone and is watched; the old release is kept warm. */
    BAKING,
    /** The old release is drained and stopped, then migrations contract: there is no way back by machine. */
    FINISHING,
    /** It serves, and everything of the old release is gone. */
    SUCCEEDED,
    /** The old release is brought to strength, then gets its traffic back. */
    ROLLING_BACK,
    /** The old release has the traffic; that it serves is being checked and the new one is drained and stopped. */
    CHECKING_ROLLBACK,
    /** The old release serves as before. */
    ROLLED_BACK,
    /** No machine may go on: something cannot be undone, or undoing it has failed. The environment stays taken. */
    NEEDS_HUMAN,
    /** It ended before any instance was started, because it could not be prepared. */
    FAILED,
    /** A newer release took its place while it waited. */
    SUPERSEDED,
    /** A person called it off before anything was started. */
    CANCELLED;

    private static final Set<RolloutState> WAITING = EnumSet.of(REQUESTED, GATED);
    private static final Set<RolloutState> JUDGING =
            EnumSet.of(STARTED, VERIFIED, SHIFTING, OBSERVING, PROMOTED, BAKING);

    /** Nothing has been touched yet. */
    public boolean isWaiting() {
        return WAITING.contains(this);
    }

    /** The new release's instances are what it is decided by: nothing else may mend them. */
    public boolean judgesInstances() {
        return JUDGING.contains(this);
    }

    /** It is over. */
    public boolean isTerminal() {
        return RolloutTransitions.TABLE.isTerminal(this);
    }

    /** It has the environment to itself. */
    public boolean holdsLane() {
        return !isWaiting() && !isTerminal();
    }
}
