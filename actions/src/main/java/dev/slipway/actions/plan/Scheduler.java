package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.workflow.Job;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Decides what happens next in a run. It is a function of the progress alone: call it after every change, make its moves,
 * record them, until it has none.
 */
public final class Scheduler {

    private Scheduler() {}

    /** The moves that the progress calls for, in the order of the workflow. */
    public static List<Move> next(Progress progress) {
        List<Move> moves = new ArrayList<>();
        for (Job job : progress.run().workflow().jobs()) {
            if (progress.conclusion(job.id()).isPresent()) {
                continue;
            }
            if (!progress.legStates(job.id()).isEmpty()) {
                moves.addAll(legs(progress, job));
                progress.legStates(job.id()).stream()
                        .flatMap(state -> state.inner().stream())
                        .forEach(called -> moves.addAll(next(called)));
            } else if (progress.run().workflow().needs(job).stream()
                    .allMatch(need -> progress.conclusion(need.id()).isPresent())) {
                moves.add(begin(progress, job));
            }
        }
        return List.copyOf(moves);
    }

    private static Move begin(Progress progress, Job job) {
        try {
            if (!wanted(progress, job)) {
                return new Move.Skip(progress.run(), job, "its condition does not hold: " + job.condition());
            }
            return new Move.Expand(progress.run(), job, Planner.legs(progress.run(), job, progress.needs(job)));
        } catch (Problem problem) {
            return new Move.Fail(progress.run(), job, problem);
        }
    }

    private static boolean wanted(Progress progress, Job job) {
        Contexts contexts = JobContexts.of(progress.run())
                .with("needs", progress.needs(job))
                .build(progress.status(job));
        return job.condition().holds(contexts);
    }

    private static List<Move> legs(Progress progress, Job job) {
        Collection<LegState> states = progress.legStates(job.id());
        if (progress.cancelled() && !stillWanted(progress, job)) {
            return stop(states, "the run was cancelled");
        }
        boolean failed = states.stream().anyMatch(state -> state.failed() && stopsOthers(state.leg()));
        return failed ? stop(states, "another leg failed (fail-fast)") : start(states);
    }

    /** On GitHub a leg that no host takes waits for one while the others run to their end. */
    private static boolean stopsOthers(Leg leg) {
        return leg.failFast() && !leg.continueOnError() && leg.unserved().isEmpty();
    }

    /** When a run is cancelled, the conditions of jobs that began are asked again; one that fails to answer stops. */
    private static boolean stillWanted(Progress progress, Job job) {
        try {
            return wanted(progress, job);
        } catch (Problem unanswerable) {
            return false;
        }
    }

    private static List<Move> stop(Collection<LegState> states, String reason) {
        return states.stream()
                .filter(state -> !state.ended() && !state.stopping())
                .<Move>map(state -> new Move.Cancel(state.leg(), reason))
                .toList();
    }

    private static List<Move> start(Collection<LegState> states) {
        long running = states.stream().filter(LegState::running).count();
        int bound = states.iterator().next().leg().maxParallel();
        long free = bound == 0 ? Long.MAX_VALUE : bound - running;
        return states.stream()
                .filter(state -> !state.started() && !state.ended())
                .limit(Math.max(0, free))
                .<Move>map(state -> new Move.Start(state.leg()))
                .toList();
    }
}
