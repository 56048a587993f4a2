package dev.slipway.server.run;

import dev.slipway.actions.run.JobState;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            Set<String> again = extent == Extent.ALL ? jobIds(workflow) : unfinished(workflow, rows);
            if (again.isEmpty()) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "nothing-failed",
                        "no job of run " + id + " failed",
                        "run all of it again, without --failed");
            }
            Run run = old.again(
                    ids.next("run"), attempts.getLast().attempt() + 1, RunTable.TABLE.initial(), clock.instant());
            write(run, workflow, extent == Extent.ALL ? List.of() : rows, again, who);
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

    private static Set<String> jobIds(Workflow workflow) {
        Set<String> all = new HashSet<>();
        workflow.jobs().forEach(job -> all.add(job.id()));
        return all;
    }

    /** Jobs with a leg that neither succeeded nor was left out, and those that need one of them, over all steps. */
    private static Set<String> unfinished(Workflow workflow, List<Job> rows) {
        Set<String> again = new HashSet<>();
        rows.stream()
                .filter(row -> row.state() == JobState.FAILED || row.state() == JobState.CANCELLED)
                .forEach(row -> again.add(row.jobId()));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (dev.slipway.actions.workflow.Job job : workflow.jobs()) {
                grew |= job.needIds().stream().anyMatch(again::contains) && again.add(job.id());
            }
        }
        return again;
    }

    /** @param rows of the old attempt that may be kept */
    private void write(Run run, Workflow workflow, List<Job> rows, Set<String> again, String who) {
        Map<Job, Job> kept = new LinkedHashMap<>();
        ledger.database().execute(sql -> {
            kept.clear();
            Runs.create(sql, run);
            long position = 0;
            for (dev.slipway.actions.workflow.Job job : workflow.jobs()) {
                List<Job> legs = rows.stream()
                        .filter(row -> row.jobId().equals(job.id()))
                        .toList();
                if (legs.isEmpty() || begins(job, legs, again)) {
                    Jobs.create(
                            sql,
                            Job.blocked(ids.next("job"), run.id(), position, job.id(), job.needIds(), clock.instant()));
                } else {
                    legs.forEach(leg -> take(sql, run, leg, kept));
                }
                position += RunEngine.LEG_ROOM;
            }
            keepArtifacts(sql, run, again, workflow);
            ledger.record(sql, run, who, "attempt " + run.attempt() + ", asked for by " + who);
        });
        kept.forEach((old, now) -> logs.copy(old.run(), old.id(), run.id(), now.id()));
    }

    /** Legs can be kept of a job whose needs have all been kept; else even its matrix may be another one now. */
    private static boolean begins(dev.slipway.actions.workflow.Job job, List<Job> legs, Set<String> again) {
        boolean anew = job.needIds().stream().anyMatch(again::contains);
        boolean noneKept = legs.stream().noneMatch(leg -> leg.state() == JobState.SUCCEEDED);
        return again.contains(job.id()) && (anew || noneKept);
    }

    private void take(DSLContext sql, Run run, Job leg, Map<Job, Job> kept) {
        boolean ended = leg.state() == JobState.SUCCEEDED || leg.state() == JobState.SKIPPED;
        String id = ids.next("job");
        Job now = ended ? leg.keptIn(run.id(), id) : leg.freshIn(run.id(), id, clock.instant());
        Jobs.create(sql, now);
        if (ended) {
            kept.put(leg, now);
        }
    }

    private void keepArtifacts(DSLContext sql, Run run, Set<String> again, Workflow workflow) {
        String old = run.rerunOf();
        if (old == null || again.containsAll(jobIds(workflow))) {
            return;
        }
        try {
            artifacts.inherit(run.id(), old);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give the artifacts of run " + old + " to its next attempt", e);
        }
        Runs.artifacts(sql, old)
                .forEach(artifact -> Runs.keep(
                        sql,
                        new RunArtifact(
                                run.id(),
                                artifact.name(),
                                artifact.digest(),
                                artifact.sizeBytes(),
                                artifact.createdAt())));
    }
}
