package dev.slipway.server.run;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobResult;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.Progress;
import dev.slipway.actions.run.JobEvent;
import dev.slipway.actions.run.JobState;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.JobOutcome;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.JobEntries;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a leg ended.
 *
 * @param outcome absent when this host could not run it at all
 * @param reason why, when there is more to say
 */
record LegEnd(JobResult result, Optional<JobOutcome> outcome, String reason) {

    private static final Logger LOG = LoggerFactory.getLogger(LegEnd.class);

    /** Runs the leg to its end. */
    static LegEnd of(LegRunner runner, LiveRun live, PlannedJob leg, CancelToken token) throws InterruptedException {
        try {
            JobOutcome outcome = runner.run(live.row(), live, leg, live.row(leg), token);
            JobResult result = new JobResult(outcome.conclusion(), outcome.outputs());
            return new LegEnd(result, Optional.of(outcome), firstError(outcome));
        } catch (ClosedByInterruptException e) {
            InterruptedException stopping = new InterruptedException("the server stops");
            stopping.initCause(e);
            throw stopping;
        } catch (IOException | UncheckedIOException | Problem e) {
            if (logIsClosed(e)) {
                InterruptedException stopping = new InterruptedException("the server stops");
                stopping.initCause(e);
                throw stopping;
            }
            LOG.error(
                    "leg {} of run {} could not be run",
                    leg.legKey(),
                    live.row().id(),
                    e);
            return new LegEnd(
                    JobResult.of(Conclusion.FAILURE),
                    Optional.empty(),
                    "this host could not run it: " + e.getMessage());
        }
    }

    /** The same, or a failure where the run's outputs would become too large. */
    LegEnd within(Progress run) {
        JobResult counted = run.within(result);
        return counted.equals(result)
                ? this
                : new LegEnd(
                        counted,
                        outcome.map(JobOutcome::withoutOutputs),
                        "the outputs of all jobs of this run would have more than " + Progress.MOST_OUTPUT_BYTES
                                + " bytes in UTF-16: those of this job are not kept; hand large things on as artifacts");
    }

    private static String firstError(JobOutcome outcome) {
        return outcome.conclusion() == Conclusion.SUCCESS
                ? ""
                : outcome.annotations().stream()
                        .filter(note -> note.level() == dev.slipway.runner.log.Annotation.Level.ERROR)
                        .findFirst()
                        .map(note -> note.message())
                        .orElse("");
    }

    /** An interruption closes the channel of the log, and whoever writes next finds that alone. */
    private static boolean logIsClosed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException) {
                return true;
            }
        }
        return false;
    }

    /** Writes the end into the leg's row, with its artifacts. */
    Job write(RunLedger ledger, Run run, Job job) {
        List<Job> steps = steps(ledger, job);
        Job end = steps.getLast();
        return ledger.write(
                sql -> {
                    steps.forEach(step -> Jobs.save(sql, step));
                    artifacts(run).forEach(artifact -> Runs.keep(sql, artifact));
                    outcome.flatMap(JobOutcome::environmentUrl).ifPresent(url -> JobEntries.shown(sql, job.id(), url));
                    ledger.record(sql, run, end);
                    return end;
                },
                sql -> RunLedger.written(sql, end));
    }

    /** The leg's next versions, the last of them its end. */
    private List<Job> steps(RunLedger ledger, Job job) {
        Job current = outcome.map(done -> job.with(
                        done.outputs(),
                        Json.write(done.steps().stream().map(StepView::of).toList()),
                        Json.write(done.annotations()),
                        done.summary()))
                .orElse(job);
        List<Job> steps = new ArrayList<>();
        for (JobEvent event : events(job.state())) {
            current = ledger.moved(current, event, reason);
            steps.add(current);
        }
        return steps;
    }

    private List<RunArtifact> artifacts(Run run) {
        return outcome.map(JobOutcome::artifacts).orElse(List.of()).stream()
                .map(artifact -> new RunArtifact(
                        run.id(),
                        artifact.name(),
                        artifact.digest(),
                        artifact.sizeBytes(),
                        artifact.createdAt(),
                        artifact.expiresAt().orElse(null),
                        null))
                .toList();
    }

    /** A job that cancelled itself, because its time was up, is first asked to stop and then stops. */
    private List<JobEvent> events(JobState state) {
        return switch (result.conclusion()) {
            case SUCCESS -> List.of(JobEvent.SUCCEED);
            case FAILURE -> List.of(JobEvent.FAIL);
            case CANCELLED, SKIPPED ->
                state == JobState.RUNNING ? List.of(JobEvent.CANCEL, JobEvent.STOPPED) : List.of(JobEvent.STOPPED);
        };
    }
}
