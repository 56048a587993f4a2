package dev.slipway.server.run;

import dev.slipway.actions.run.JobEvent;
import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.JobTable;
import dev.slipway.actions.run.RunEvent;
import dev.slipway.actions.run.RunState;
import dev.slipway.actions.run.RunTable;
import dev.slipway.server.web.Change;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/** Writes what happens to runs and jobs: the row's next version and the audit row in one transaction, then the news. */
final class RunLedger implements AutoCloseable {

    private static final String SYSTEM = "system";

    private final Database database;
    private final Events events;
    private final InstantSource clock;
    private final RunWitness witness;
    private final Insistence insistence = new Insistence();

    RunLedger(Database database, Events events, RunWitness witness, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.witness = witness;
        this.clock = clock;
    }

    Database database() {
        return database;
    }

    /** Writes what has been decided or has happened; an outage of the database is waited for. */
    <T> T write(Function<DSLContext, T> work, Function<DSLContext, Optional<T>> done) {
        return insistence.write(database, work, done);
    }

    /** Does what needs the database, and may be done any number of times, when the database is there. */
    <T> T until(Supplier<T> work) {
        return insistence.until(work);
    }

    /** Takes a run to its next state. */
    Run take(Run run, RunEvent event, String why, String who) {
        RunState next = RunTable.TABLE.next(run.state(), event);
        Run moved = run.in(next, why, clock.instant(), RunTable.TABLE.isTerminal(next));
        return write(
                sql -> {
                    Runs.save(sql, moved);
                    record(sql, moved, who, why);
                    return moved;
                },
                sql -> Runs.find(sql, run.id()).filter(stored -> stored.version() == moved.version()));
    }

    void record(DSLContext sql, Run run, String who, String why) {
        String text = run.workflow() + " #" + run.number() + " is " + run.state() + (why.isEmpty() ? "" : ": " + why);
        Audit.append(sql, new AuditEntry(clock.instant(), who, "run.state", "run/" + run.id(), run.project(), text));
        witness.moved(sql, run);
        Database.afterCommit(sql, () -> news(run));
    }

    void news(Run run) {
        events.publish(new Change(Change.Kind.RUN, run.id(), run.project()));
    }

    /** Takes a leg to its next state. */
    Job take(Run run, Job job, JobEvent event, String why) {
        return take(run, List.of(moved(job, event, why))).getFirst();
    }

    /**
     * Takes legs of a run to the states that they are moved to, all of them or none.
     *
     * @param moved as {@link #moved} gives them
     */
    List<Job> take(Run run, List<Job> moved) {
        return write(
                sql -> {
                    Jobs.save(sql, moved);
                    record(sql, run, moved);
                    return moved;
                },
                sql -> written(sql, moved.getFirst()).map(_ -> moved));
    }

    /** Writes why a leg still is where it is, when there is something new to say. */
    Job note(Run run, Job job, String why) {
        if (job.reason().equals(why)) {
            return job;
        }
        Job noted = job.in(job.state(), why, job.startedAt(), job.finishedAt());
        return write(
                sql -> {
                    Jobs.save(sql, noted);
                    Database.afterCommit(sql, () -> news(run));
                    return noted;
                },
                sql -> written(sql, noted));
    }

    /** The leg as it is stored, when it was written at least that often; a new one may not have been written at all. */
    static Optional<Job> written(DSLContext sql, Job leg) {
        return Jobs.find(sql, leg.id()).filter(stored -> stored.version() >= leg.version());
    }

    Job moved(Job job, JobEvent event, String why) {
        JobState next = JobTable.TABLE.next(job.state(), event);
        Instant now = clock.instant();
        Instant started = next == JobState.RUNNING ? now : job.startedAt();
        Job attempt = event == JobEvent.INTERRUPTED && next == JobState.QUEUED ? job.again() : job;
        return attempt.in(next, why, started, JobTable.TABLE.isTerminal(next) ? now : null);
    }

    void record(DSLContext sql, Run run, Job job) {
        record(sql, run, List.of(job));
    }

    void record(DSLContext sql, Run run, List<Job> jobs) {
        Audit.append(sql, jobs.stream().map(job -> entry(run, job)).toList());
        Database.afterCommit(sql, () -> news(run));
    }

    private AuditEntry entry(Run run, Job job) {
        String text = job.name() + " is " + job.state() + (job.reason().isEmpty() ? "" : ": " + job.reason());
        return new AuditEntry(clock.instant(), SYSTEM, "job.state", "job/" + job.id(), run.project(), text);
    }

    /** Gives up what waits for the database; it is found again when the server starts. */
    @Override
    public void close() {
        insistence.close();
    }
}
