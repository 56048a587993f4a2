package dev.slipway.server.run;

import dev.slipway.actions.plan.Move;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.run.JobState;
import dev.slipway.store.run.Job;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Moves of a run that follow one another and can be written in one transaction, because none of them does anything beyond
 * its own leg: a leg that asks for no concurrency group and no environment begins to wait for a place, or one that has no
 * place yet is cancelled. So a matrix of 256 legs costs a few statements and not some thousand.
 */
sealed interface Neighbours {

    /** The most legs of one transaction, for others wait for the database meanwhile. */
    int MOST = 256;

    /** How many moves these are. */
    int count();

    /** A move that is made alone. */
    record Single(Move move) implements Neighbours {

        @Override
        public int count() {
            return 1;
        }
    }

    /** Legs that nothing keeps from waiting for a place. */
    record Starts(List<PlannedJob> legs) implements Neighbours {

        @Override
        public int count() {
            return legs.size();
        }
    }

    /** Cancellations of legs that have no place and are in no group. */
    record Cancels(List<Move.Cancel> cancels) implements Neighbours {

        @Override
        public int count() {
            return cancels.size();
        }
    }

    /** Those that come first of the moves, of which there is at least one. */
    static Neighbours first(LiveRun run, List<Move> moves) {
        List<PlannedJob> legs = from(moves, move -> start(run, move));
        if (!legs.isEmpty()) {
            return new Starts(legs);
        }
        List<Move.Cancel> cancels = from(moves, move -> cancel(run, move));
        return cancels.isEmpty() ? new Single(moves.getFirst()) : new Cancels(cancels);
    }

    private static <T> List<T> from(List<Move> moves, Function<Move, Optional<T>> meant) {
        return moves.stream()
                .limit(MOST)
                .map(meant)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<PlannedJob> start(LiveRun run, Move move) {
        return move instanceof Move.Start(PlannedJob leg)
                        && leg.job().concurrency().isEmpty()
                        && leg.job().environment().isEmpty()
                        && isIn(run, leg, Set.of(JobState.WAITING))
                ? Optional.of(leg)
                : Optional.empty();
    }

    private static Optional<Move.Cancel> cancel(LiveRun run, Move move) {
        return move instanceof Move.Cancel cancel
                        && cancel.leg() instanceof PlannedJob leg
                        && leg.job().concurrency().isEmpty()
                        && isIn(run, leg, Set.of(JobState.WAITING, JobState.QUEUED))
                ? Optional.of(cancel)
                : Optional.empty();
    }

    private static boolean isIn(LiveRun run, PlannedJob leg, Set<JobState> states) {
        Job row = run.rows().get(leg.legKey());
        return row != null && states.contains(row.state());
    }
}
