package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.workflow.Cron;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.server.git.Push;
import dev.slipway.store.Database;
import dev.slipway.store.run.Schedule;
import dev.slipway.store.run.ScheduleRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the workflows of default branches when their cron lines say so. Times are kept in the database: one that passed
 * while the server was down starts its workflow once, when it is back.
 */
public final class Schedules implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final long SHORTEST_WAIT_MILLIS = 100;
    private static final String ACTOR = "schedule";

    private final Database database;
    private final RunSources sources;
    private final RunEngine engine;
    private final InstantSource clock;
    private final Semaphore changed = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("schedules").unstarted(this::work);
    private volatile boolean closed;

    Schedules(Database database, RunSources sources, RunEngine engine, InstantSource clock) {
        this.database = database;
        this.sources = sources;
        this.engine = engine;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    /** Takes over the cron lines of the default branch, when it is what was pushed; joins the caller's transaction. */
    void onPush(Push push) {
        String after = push.after();
        if (after == null || !push.ref().equals("refs/heads/" + sources.defaultBranch(push.project()))) {
            return;
        }
        List<Schedule> wanted = wanted(push.project(), after);
        database.execute(sql -> {
            ScheduleRows.replace(sql, push.project(), wanted);
            Database.afterCommit(sql, this::wake);
        });
    }

    private List<Schedule> wanted(String project, String commit) {
        List<Schedule> wanted = new ArrayList<>();
        Instant now = clock.instant();
        for (Map.Entry<String, String> file : sources.workflows(project, commit).entrySet()) {
            WorkflowReader.read(file.getKey(), file.getValue()).workflow().stream()
                    .flatMap(workflow -> workflow.triggers().stream())
                    .filter(Trigger.Schedule.class::isInstance)
                    .flatMap(trigger -> ((Trigger.Schedule) trigger).crons().stream())
                    .forEach(cron -> cron.next(now)
                            .ifPresent(next -> wanted.add(new Schedule(project, file.getKey(), cron.line(), next))));
        }
        return wanted;
    }

    /** Starts what is due. */
    void fire() {
        Instant now = clock.instant();
        meetTheClock(now);
        for (Schedule due : database.read(sql -> ScheduleRows.due(sql, now))) {
            database.execute(sql -> {
                ScheduleRows.next(sql, due, Cron.parse(due.cron()).next(now));
                String branch = sources.defaultBranch(due.project());
                Optional<String> commit = sources.resolve(due.project(), branch);
                commit.ifPresent(id ->
                        engine.onEvent(due.project(), Event.schedule("refs/heads/" + branch, id, ACTOR, due.cron())));
            });
        }
    }

    /**
     * What was started while the clock was ahead is due again only then. Once it is set back, one time of a line is left out,
     * for the line was started in its place, and no more: else a clock that was a year ahead would end it for a year.
     */
    private void meetTheClock(Instant now) {
        for (Schedule ahead : database.read(sql -> ScheduleRows.ahead(sql, now))) {
            Cron cron = Cron.parse(ahead.cron());
            Optional<Instant> after = cron.next(now).flatMap(cron::next);
            if (after.filter(ahead.nextAt()::isAfter).isPresent()) {
                LOG.warn("the clock was set back: {} of {} is due at {}", ahead.file(), ahead.project(), after.get());
                database.execute(sql -> ScheduleRows.next(sql, ahead, after));
            }
        }
    }

    private void work() {
        try {
            while (!closed) {
                await(fireSafely());
            }
        } catch (InterruptedException stopping) {
            LOG.debug("schedules stop");
        }
    }

    /** Returns how long there is nothing to do; whatever fails, it goes on. */
    private Duration fireSafely() {
        try {
            fire();
            return database.read(ScheduleRows::earliest)
                    .map(next -> Duration.between(clock.instant(), next))
                    .filter(left -> left.compareTo(LONGEST_WAIT) < 0)
                    .orElse(LONGEST_WAIT);
        } catch (RuntimeException e) {
            LOG.error("a scheduled workflow could not be started, it is tried again within a minute", e);
            return LONGEST_WAIT;
        }
    }

    private void await(Duration wait) throws InterruptedException {
        if (changed.tryAcquire(Math.max(wait.toMillis(), SHORTEST_WAIT_MILLIS), TimeUnit.MILLISECONDS)) {
            changed.drainPermits();
        }
    }

    private void wake() {
        changed.release();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
