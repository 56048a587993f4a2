package dev.slipway.server.run;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobResult;
import dev.slipway.actions.plan.Leg;
import dev.slipway.actions.plan.LegState;
import dev.slipway.actions.plan.PlannedCall;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.plan.Progress;
import dev.slipway.actions.run.JobEvent;
import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.actions.workflow.Job;
import dev.slipway.runner.host.JobProcesses;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how far a run was when the server died, from the rows of its legs alone. */
final class RunRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(RunRecovery.class);

    private final RunLedger ledger;

    RunRecovery(RunLedger ledger) {
        this.ledger = ledger;
    }

    /** Restores the progress; legs that were running lose what is left of their processes and are queued again. */
    void restore(LiveRun run) {
        Progress progress = Progress.start(run.plan());
        run.progress(restored(run, run.row().state() == RunState.CANCELLING ? progress.cancel() : progress));
    }

    /** One workflow of the run, and behind each call that has begun, the workflow that it calls. */
    private Progress restored(LiveRun run, Progress start) {
        Progress progress = start;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Job job : progress.run().workflow().jobs()) {
                boolean known = progress.conclusion(job.id()).isPresent()
                        || progress.legs().containsKey(job.id());
                if (!known
                        && needsEnded(progress, job)
                        && wasDecided(run, progress.run().key(job))) {
                    progress = restore(run, job, progress);
                    moved = true;
                }
            }
        }
        return progress;
    }

    private static boolean needsEnded(Progress progress, Job job) {
        return progress.run().workflow().needs(job).stream()
                .allMatch(need -> progress.conclusion(need.id()).isPresent());
    }

    private static boolean wasDecided(LiveRun run, String key) {
        return run.rows().values().stream()
                .filter(row -> PlannedRun.isWithin(key, row.jobId()))
                .anyMatch(row -> row.state() != JobState.BLOCKED || !row.jobId().equals(key));
    }

    private Progress restore(LiveRun run, Job job, Progress progress) {
        dev.slipway.store.run.Job standIn = run.rows().get(progress.run().key(job));
        if (standIn != null && neverPlanned(standIn)) {
            Map<String, Conclusion> settled = new LinkedHashMap<>(progress.settled());
            settled.put(job.id(), standIn.state() == JobState.SKIPPED ? Conclusion.SKIPPED : Conclusion.FAILURE);
            return new Progress(progress.run(), settled, progress.legs(), progress.cancelled());
        }
        Map<String, LegState> states = new LinkedHashMap<>();
        for (Leg leg : Planner.legs(progress.run(), job, progress.needs(job))) {
            states.put(leg.legKey(), state(run, leg, progress.cancelled()));
        }
        Map<String, Map<String, LegState>> legs = new LinkedHashMap<>(progress.legs());
        legs.put(job.id(), states);
        return new Progress(progress.run(), progress.settled(), legs, progress.cancelled());
    }

    private static boolean neverPlanned(dev.slipway.store.run.Job row) {
        return row.state() == JobState.SKIPPED || (row.state() == JobState.FAILED && row.startedAt() == null);
    }

    private LegState state(LiveRun run, Leg leg, boolean cancelled) {
        return switch (leg) {
            case PlannedJob job -> state(run, job);
            case PlannedCall call
            when !run.rows().containsKey(call.legKey()) -> {
                Progress start = Progress.start(call.called());
                Progress inner = restored(run, cancelled ? start.cancel() : start);
                yield new LegState(call, true, false, Optional.empty(), Optional.of(inner));
            }
            case PlannedCall call -> state(run.row(call), call);
        };
    }

    private LegState state(LiveRun run, PlannedJob leg) {
        dev.slipway.store.run.Job row = run.row(leg);
        if (row.state() == JobState.RUNNING || row.state() == JobState.CANCELLING) {
            endLeftOvers(row);
            row = ledger.take(run.row(), row, JobEvent.INTERRUPTED, "the server was restarted while it ran");
            run.put(row);
        }
        return state(row, leg);
    }

    private static LegState state(dev.slipway.store.run.Job row, Leg leg) {
        Optional<Conclusion> end = switch (row.state()) {
            case BLOCKED, WAITING, QUEUED, RUNNING, CANCELLING -> Optional.empty();
            case SUCCEEDED -> Optional.of(Conclusion.SUCCESS);
            case FAILED -> Optional.of(Conclusion.FAILURE);
            case CANCELLED -> Optional.of(Conclusion.CANCELLED);
            case SKIPPED -> Optional.of(Conclusion.SKIPPED);
        };
        boolean started = row.state() != JobState.WAITING;
        return new LegState(leg, started, false, end.map(conclusion -> new JobResult(conclusion, row.outputs())));
    }

    private static void endLeftOvers(dev.slipway.store.run.Job row) {
        try {
            int killed = JobProcesses.leftOver(LegRunner.attempt(row)).killAll();
            LOG.info("job {} was interrupted by a restart; {} of its processes were still alive", row.id(), killed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
