package dev.slipway.server.project;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.RemoteFetch;
import dev.slipway.server.git.Worker;
import dev.slipway.store.Columns;
import dev.slipway.store.Database;
import dev.slipway.store.project.Project;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at remotes when they are due. The due time is in the database, so that a restart neither forgets a look nor asks
 * all remotes at once; a remote that fails is asked less and less often, up to an hour apart. Only the leader looks: a server that has
 * lost the lead would move refs under its successor.
 */
public final class RemotePolls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemotePolls.class);
    private static final String NAME = "remote_poll";
    private static final Table<Record> POLL = Columns.table(NAME);
    private static final Field<String> PROJECT = Columns.text(NAME, "project");
    private static final Field<Instant> DUE_AT = Columns.instant(NAME, "due_at");
    private static final Field<Instant> POLLED_AT = Columns.instant(NAME, "polled_at");
    private static final Field<Long> FAILURES = Columns.number(NAME, "failures");
    private static final Field<String> ERROR = Columns.text(NAME, "error");

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

    private final Database database;
    private final ProjectRegister projects;
    private final RemoteFetch fetch;
    private final InstantSource clock;
    private final Worker worker = new Worker("remotes", LONGEST_WAIT);

    public RemotePolls(Database database, ProjectRegister projects, RemoteFetch fetch, InstantSource clock) {
        this.database = database;
        this.projects = projects;
        this.fetch = fetch;
        this.clock = clock;
    }

    /** Begins to look. */
    public void start() {
        worker.soon(this::round);
    }

    /** Looks at the project's remote soon, whenever it would be due. */
    public void soon(String project) {
        database.execute(context -> schedule(context, project, clock.instant()));
        worker.soon(this::pollDue);
    }

    /** Looks at every remote that is due now, one after another. */
    public void pollDue() {
        List<String> due = database.read(context -> context.select(PROJECT)
                .from(POLL)
                .where(DUE_AT.le(clock.instant()))
                .orderBy(DUE_AT)
                .fetch(PROJECT));
        due.forEach(this::poll);
    }

    /** How the last look at the project's remote went: absent when it was well or there was none. */
    public Optional<String> lastError(String project) {
        return database.read(context ->
                context.select(ERROR).from(POLL).where(PROJECT.eq(project)).fetchOptional(ERROR));
    }

    static void schedule(DSLContext context, String project, Instant due) {
        context.insertInto(POLL)
                .set(PROJECT, project)
                .set(DUE_AT, due)
                .set(FAILURES, 0L)
                .onConflict(PROJECT)
                .doUpdate()
                .set(DUE_AT, due)
                .execute();
    }

    private void round() {
        pollDue();
        worker.later(this::round, untilNext());
    }

    private Duration untilNext() {
        Optional<Instant> next = database.read(context ->
                context.select(DUE_AT).from(POLL).orderBy(DUE_AT).limit(1).fetchOptional(DUE_AT));
        Duration wait = next.map(due -> Duration.between(clock.instant(), due)).orElse(LONGEST_WAIT);
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private void poll(String project) {
        database.passFence();
        Optional<Project.Remote> remote = projects.find(project).map(Project::remote);
        if (remote.isEmpty()) {
            database.execute(context ->
                    context.deleteFrom(POLL).where(PROJECT.eq(project)).execute());
            return;
        }
        Duration interval = Duration.ofSeconds(remote.get().intervalSeconds());
        try {
            fetch.fetch(project, remote.get().url());
            note(project, interval, Optional.empty());
        } catch (Problem problem) {
            LOG.warn("{} cannot be fetched: {}", project, problem.message());
            note(project, interval, Optional.of(problem.message()));
        } catch (RuntimeException e) {
            LOG.error("{} cannot be fetched", project, e);
            note(project, interval, Optional.of("an error of Slipway's own; see the server's log"));
        }
    }

    private void note(String project, Duration interval, Optional<String> error) {
        Instant now = clock.instant();
        database.execute(context -> {
            long failures = error.isEmpty() ? 0 : failures(context, project) + 1;
            context.update(POLL)
                    .set(POLLED_AT, now)
                    .set(DUE_AT, now.plus(backoff(interval, failures)))
                    .set(FAILURES, failures)
                    .set(ERROR, error.orElse(null))
                    .where(PROJECT.eq(project))
                    .execute();
        });
    }

    private static long failures(DSLContext context, String project) {
        return context.select(FAILURES)
                .from(POLL)
                .where(PROJECT.eq(project))
                .fetchOptional(FAILURES)
                .orElse(0L);
    }

    static Duration backoff(Duration interval, long failures) {
        Duration grown = interval.multipliedBy(1L << Math.min(failures, 12));
        Duration longest = interval.compareTo(LONGEST_BACKOFF) > 0 ? interval : LONGEST_BACKOFF;
        return grown.compareTo(longest) > 0 ? longest : grown;
    }

    @Override
    public void close() {
        worker.close();
    }
}
