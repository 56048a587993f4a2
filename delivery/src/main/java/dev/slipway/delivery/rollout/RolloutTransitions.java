package dev.slipway.delivery.rollout;

import static dev.slipway.delivery.rollout.RolloutEvent.ABORT;
import static dev.slipway.delivery.rollout.RolloutEvent.ACCEPT;
import static dev.slipway.delivery.rollout.RolloutEvent.ADMIT;
import static dev.slipway.delivery.rollout.RolloutEvent.ADVANCE;
import static dev.slipway.delivery.rollout.RolloutEvent.BAKED;
import static dev.slipway.delivery.rollout.RolloutEvent.CLOSE;
import static dev.slipway.delivery.rollout.RolloutEvent.COMPLETE;
import static dev.slipway.delivery.rollout.RolloutEvent.CONFIRM;
import static dev.slipway.delivery.rollout.RolloutEvent.ESCALATE;
import static dev.slipway.delivery.rollout.RolloutEvent.FAIL;
import static dev.slipway.delivery.rollout.RolloutEvent.FINISH;
import static dev.slipway.delivery.rollout.RolloutEvent.GROW;
import static dev.slipway.delivery.rollout.RolloutEvent.HEALTHY;
import static dev.slipway.delivery.rollout.RolloutEvent.HOLD;
import static dev.slipway.delivery.rollout.RolloutEvent.OPEN;
import static dev.slipway.delivery.rollout.RolloutEvent.PREPARE;
import static dev.slipway.delivery.rollout.RolloutEvent.RESTORE;
import static dev.slipway.delivery.rollout.RolloutEvent.RESUME;
import static dev.slipway.delivery.rollout.RolloutEvent.RETRY;
import static dev.slipway.delivery.rollout.RolloutEvent.ROUTE;
import static dev.slipway.delivery.rollout.RolloutEvent.SETTLE;
import static dev.slipway.delivery.rollout.RolloutEvent.SUPERSEDE;
import static dev.slipway.delivery.rollout.RolloutEvent.VERIFY;
import static dev.slipway.delivery.rollout.RolloutState.BAKING;
import static dev.slipway.delivery.rollout.RolloutState.CANCELLED;
import static dev.slipway.delivery.rollout.RolloutState.CHECKING_ROLLBACK;
import static dev.slipway.delivery.rollout.RolloutState.FAILED;
import static dev.slipway.delivery.rollout.RolloutState.FINISHING;
import static dev.slipway.delivery.rollout.RolloutState.GATED;
import static dev.slipway.delivery.rollout.RolloutState.HELD;
import static dev.slipway.delivery.rollout.RolloutState.NEEDS_HUMAN;
import static dev.slipway.delivery.rollout.RolloutState.OBSERVING;
import static dev.slipway.delivery.rollout.RolloutState.PREPARED;
import static dev.slipway.delivery.rollout.RolloutState.PROMOTED;
import static dev.slipway.delivery.rollout.RolloutState.REQUESTED;
import static dev.slipway.delivery.rollout.RolloutState.ROLLED_BACK;
import static dev.slipway.delivery.rollout.RolloutState.ROLLING_BACK;
import static dev.slipway.delivery.rollout.RolloutState.SHIFTING;
import static dev.slipway.delivery.rollout.RolloutState.STARTED;
import static dev.slipway.delivery.rollout.RolloutState.SUCCEEDED;
import static dev.slipway.delivery.rollout.RolloutState.SUPERSEDED;
import static dev.slipway.delivery.rollout.RolloutState.VERIFIED;

import dev.slipway.kernel.TransitionTable;
import java.util.EnumSet;
import java.util.Set;

/**
 * The way of a rollout, as a table. From STARTED to BAKING every failure and every abort leads to a rollback, because
 * from there on something runs or serves that did not before; earlier nothing needs undoing, later nothing can be.
 */
public final class RolloutTransitions {

    private static final Set<RolloutState> WAITING = EnumSet.of(REQUESTED, GATED);
    private static final Set<RolloutState> UNDOABLE =
            EnumSet.of(STARTED, VERIFIED, SHIFTING, OBSERVING, HELD, PROMOTED, BAKING);

    public static final TransitionTable<RolloutState, RolloutEvent> TABLE = TransitionTable.named(
                    "rollout", REQUESTED, RolloutState.class, RolloutEvent.class)
            .row(REQUESTED, ADMIT, GATED, "its release and rules were found")
            .row(GATED, OPEN, PREPARED, "every gate is fulfilled and the environment is free")
            .row(PREPARED, PREPARE, STARTED, "parts are frozen, the database is expanded")
            .row(STARTED, HEALTHY, VERIFIED, "all new instances are healthy")
            .row(VERIFIED, VERIFY, SHIFTING, "smoke tests succeeded")
            .row(SHIFTING, ROUTE, OBSERVING, "the edge has read the weights back")
            .row(OBSERVING, ADVANCE, SHIFTING, "the stage is done, another follows")
            .row(OBSERVING, GROW, STARTED, "the stage is done, the next needs more instances")
            .row(OBSERVING, COMPLETE, PROMOTED, "the last stage is done")
            .row(OBSERVING, HOLD, HELD, "a person is asked")
            .row(HELD, RESUME, OBSERVING, "what it waited for has come")
            .row(HELD, ADVANCE, SHIFTING, "a person promotes it to the next stage")
            .row(HELD, GROW, STARTED, "a person promotes it, the next stage needs more instances")
            .row(HELD, COMPLETE, PROMOTED, "a person promotes it past the last stage")
            .row(PROMOTED, SETTLE, BAKING, "recorded as the environment's release")
            .row(BAKING, BAKED, FINISHING, "watched for long enough")
            .row(FINISHING, FINISH, SUCCEEDED, "the old release is gone")
            .row(FINISHING, ESCALATE, NEEDS_HUMAN, "a contract migration failed")
            .rows(WAITING, SUPERSEDE, SUPERSEDED, "a newer release took its place")
            .rows(WAITING, ABORT, CANCELLED, "called off or rejected")
            .rows(WAITING, FAIL, FAILED, "a gate can never be fulfilled, or its rules are gone")
            .row(PREPARED, ABORT, CANCELLED, "called off")
            .row(PREPARED, FAIL, FAILED, "it cannot be prepared")
            .rows(UNDOABLE, FAIL, ROLLING_BACK, "instances, smoke test, judge or deadline")
            .rows(UNDOABLE, ABORT, ROLLING_BACK, "called off")
            .rows(UNDOABLE, ESCALATE, NEEDS_HUMAN, "it failed and declares that it cannot be undone")
            .row(ROLLING_BACK, RESTORE, CHECKING_ROLLBACK, "the old release has its traffic back")
            .row(ROLLING_BACK, ESCALATE, NEEDS_HUMAN, "the old release cannot be brought back")
            .row(CHECKING_ROLLBACK, CONFIRM, ROLLED_BACK, "the old release was seen serving")
            .row(CHECKING_ROLLBACK, ESCALATE, NEEDS_HUMAN, "the old release does not serve")
            .row(NEEDS_HUMAN, RETRY, ROLLING_BACK, "a person wants another try")
            .row(NEEDS_HUMAN, ACCEPT, STARTED, "a person wants the new release to stay")
            .row(NEEDS_HUMAN, CLOSE, FAILED, "a person has put things right")
            .build();

    private RolloutTransitions() {}
}
