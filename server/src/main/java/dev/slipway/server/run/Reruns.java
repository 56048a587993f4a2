package dev.slipway.server.run;

import dev.slipway.actions.run.RunTable;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;

/**
 * Runs a run again that is over. The new attempt is a run of its own, with the number of the old one, so that the old
 * one keeps its jobs, logs and result. Where only what failed is run again, the new attempt begins with the ended legs of
 * the old one, and goes on from there as if the server had been restarted.
 */
public final class Reruns {

    private final RunLedger ledger;
    private final RunPlans plans;
    private final RunEngine engine;
    private final JobLogs logs;
    private final ArtifactStore artifacts;
    private final Ids ids;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    Reruns(
            RunLedger ledger,
            RunPlans plans,
            RunEngine engine,
            JobLogs logs,
            ArtifactStore artifacts,
            Ids ids,
            InstantSource clock) {
        this.ledger = ledger;
        this.plans = plans;
        this.engine = engine;
        this.logs = logs;
        this.artifacts = artifacts;
        this.ids = ids;
        this.clock = clock;
    }

    /** How much is run again. */
    public enum Extent {
        /** Every job. */
        ALL,
        /** The legs that did not succeed, and the jobs that need them. */
        FAILED
    }

    /**
     * Begins a new attempt.
     *
     * @throws Problem CONFLICT, codes {@code run-under-way}, {@code nothing-to-rerun}, {@code nothing-failed}
     */
    public Run rerun(String id, Extent extent, String who) {
        lock.lock();
        try {
            Run old = ledger.database().read(sql -> Runs.get(sql, id));
            List<Job> rows = ledger.database().read(sql -> Jobs.ofRun(sql, id));
            List<Run> attempts = ledger.database().read(sql -> Runs.attempts(sql, old));
            refuse(attempts, rows);
            Workflow workflow = plans.of(old).workflow();
            Run run = old.again(
                    ids.next("run"), attempts.getLast().attempt() + 1, RunTable.TABLE.initial(), clock.instant(), who);
            KeptJobs jobs =
                    KeptJobs.of(workflow, extent == Extent.ALL ? List.of() : rows, run.id(), ids, clock.instant());
            if (extent == Extent.FAILED && jobs.nothingFailed()) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "nothing-failed",
                        "no job of run " + id + " failed",
                        "run all of it again, without --failed");
            }
            write(run, jobs, who);
            engine.begin(run);
            return run;
        } finally {
            lock.unlock();
        }
    }

    private static void refuse(List<Run> attempts, List<Job> rows) {
        for (Run attempt : attempts) {
            if (!RunTable.TABLE.isTerminal(attempt.state())) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "run-under-way",
                        "attempt " + attempt.attempt() + " (" + attempt.id() + ") is " + attempt.state(),
                        "wait for its end, or cancel it");
            }
        }
        if (rows.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "nothing-to-rerun",
                    "the run never had jobs, because its workflow cannot be used",
                    "push a commit that mends it; the findings say what is wrong");
        }
    }

    private void write(Run run, KeptJobs jobs, String who) {
        ledger.database().execute(sql -> {
            Runs.create(sql, run);
            jobs.rows().forEach(row -> Jobs.create(sql, row));
            if (!jobs.kept().isEmpty()) {
                keepArtifacts(sql, run);
            }
            ledger.record(sql, run, who, "attempt " + run.attempt() + ", asked for by " + who);
        });
        jobs.kept().forEach((old, now) -> logs.copy(old.run(), old.id(), run.id(), now.id()));
    }

    private void keepArtifacts(DSLContext sql, Run run) {
        String old = Objects.requireNonNull(run.rerunOf());
        try {
            artifacts.inherit(run.id(), old);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give the artifacts of run " + old + " to its next attempt", e);
        }
        Runs.artifacts(sql, old).stream()
                .filter(artifact -> !artifact.isExpired())
                .forEach(artifact -> Runs.keep(
                        sql,
                        new RunArtifact(
                                run.id(),
                                artifact.name(),
                                artifact.digest(),
                                artifact.sizeBytes(),
                                artifact.createdAt(),
                                artifact.expiresAt(),
                                null)));
    }
}
