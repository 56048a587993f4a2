package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Pilot;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.kernel.Problem;
import java.time.InstantSource;
import java.util.Optional;

/** How people steer a rollout that is under way. */
final class Steering {

    private final Books books;
    private final Clerk clerk;
    private final InstantSource clock;
    private final Moves moves;

    Steering(Books books, Clerk clerk, InstantSource clock, Moves moves) {
        this.books = books;
        this.clerk = clerk;
        this.clock = clock;
        this.moves = moves;
    }

    /** Ends a wait: a hold, a stage, or the bake; and goes forward where a machine may not. */
    Rollout promote(String id, Commands.Word word) {
        return moves.act(id, word, "promoted", (rollout, plan) -> switch (rollout.state()) {
            case HELD, OBSERVING -> Optional.of(new Pilot(rollout, plan, clock.instant()).promoted());
            case BAKING ->
                Optional.of(new Decision.Move(RolloutEvent.BAKED, rollout.progress(), word.reason("bake ended")));
            case NEEDS_HUMAN ->
                Optional.of(new Pilot(rollout, plan, clock.instant()).accepted(word.reason("accepted")));
            case REQUESTED,
                    GATED,
                    PREPARED,
                    STARTED,
                    VERIFIED,
                    SHIFTING,
                    PROMOTED,
                    FINISHING,
                    SUCCEEDED,
                    ROLLING_BACK,
                    CHECKING_ROLLBACK,
                    ROLLED_BACK,
                    FAILED,
                    SUPERSEDED,
                    CANCELLED -> Optional.empty();
        });
    }

    /** Calls it off: before anything was started by ending it, later by going back. */
    Rollout abort(String id, Commands.Word word) {
        return moves.act(id, word, "aborted", (rollout, plan) -> {
            if (rollout.state() == RolloutState.NEEDS_HUMAN) {
                return Optional.of(new Decision.Move(RolloutEvent.CLOSE, rollout.progress(), word.reason("closed")));
            }
            if (!RolloutTransitions.TABLE.allows(rollout.state(), RolloutEvent.ABORT)) {
                return Optional.empty();
            }
            boolean touched = RolloutTransitions.TABLE.allows(rollout.state(), RolloutEvent.ESCALATE);
            return Optional.of(
                    touched
                            ? new Pilot(rollout, plan, clock.instant()).abort(word.reason("aborted"))
                            : new Decision.Move(RolloutEvent.ABORT, rollout.progress(), word.reason("aborted")));
        });
    }

    /** Lets it wait at the next stage, or where it is when it is being observed. */
    Rollout pause(String id, Commands.Word word) {
        return Moves.again(() -> {
            Rollout rollout = moves.find(id);
            if (!Commands.isPausable(rollout)) {
                throw moves.wrongState(rollout, "paused");
            }
            Progress progress = rollout.progress().wantPause(true);
            return noted(rollout, progress, word.reason("pause wanted"), word, "rollout.pause");
        });
    }

    /** The old release may not work on what a contract migration has left. */
    private Decision.Move tryAgain(Rollout rollout, Commands.Word word) {
        if (books.database().read(sql -> books.rollouts().reached(sql, rollout.id(), RolloutState.FINISHING))) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "contracted",
                    "the contract migration of " + rollout.release() + " was begun, and nothing leads back from it",
                    "mend what stopped it, then `slipway promote " + rollout.id()
                            + "` tries the migration again; or finish it by hand, then `slipway abort " + rollout.id()
                            + "` closes the rollout");
        }
        return new Decision.Move(RolloutEvent.RETRY, rollout.progress(), word.reason("rollback tried again"));
    }

    /** Goes on after a pause, or tries a rollback again that needed a human. */
    Rollout resume(String id, Commands.Word word) {
        return moves.act(id, word, "resumed", (rollout, plan) -> switch (rollout.state()) {
            case HELD ->
                Optional.of(new Decision.Move(
                        RolloutEvent.RESUME,
                        rollout.progress()
                                .released()
                                .atWatch(rollout.progress().place().watch(), clock.instant()),
                        word.reason("resumed")));
            case NEEDS_HUMAN -> Optional.of(tryAgain(rollout, word));
            case REQUESTED,
                    GATED,
                    PREPARED,
                    STARTED,
                    VERIFIED,
                    SHIFTING,
                    OBSERVING,
                    PROMOTED,
                    BAKING,
                    FINISHING,
                    SUCCEEDED,
                    ROLLING_BACK,
                    CHECKING_ROLLBACK,
                    ROLLED_BACK,
                    FAILED,
                    SUPERSEDED,
                    CANCELLED -> Optional.empty();
        });
    }

    private Rollout noted(Rollout rollout, Progress progress, String reason, Commands.Word word, String what) {
        Rollout after = rollout.staying(progress, reason, clock.instant());
        books.database().execute(sql -> {
            books.rollouts().save(sql, after);
            clerk.note(sql, word.who(), what, after.id(), after.project(), reason);
        });
        clerk.wake(after);
        return after;
    }
}
