package dev.slipway.server.rollout;

import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.judge.MetricAnswer;
import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.server.web.Change;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.rollout.Environments;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Writes rollouts down. Each transition is one transaction: the rollout's next version, its place in the timeline, the
 * audit row, what it changes about the environment, and the rollouts that follow from it.
 */
public final class Clerk {

    /** Who acts when nobody in particular does. */
    public static final String SLIPWAY = "slipway";

    private static final String RESTART = "restart";

    private final Books books;
    private final Plans plans;
    private final Trail trail;
    private final Events events;
    private final Ids ids;
    private final InstantSource clock;
    private volatile Waker waker = _ -> {};

    public Clerk(Books books, Plans plans, Trail trail, Events events, InstantSource clock) {
        this.books = books;
        this.plans = plans;
        this.trail = trail;
        this.events = events;
        this.ids = new Ids(clock);
        this.clock = clock;
    }

    /** Is told which rollouts have a reason to look around. */
    @FunctionalInterface
    public interface Waker {
        void wake(Rollout rollout);
    }

    /** Names who is told of rollouts that can go on. */
    public void wakes(Waker toTell) {
        waker = toTell;
    }

    /** Lets a rollout look around, after something outside its own row has changed. */
    public void wake(Rollout rollout) {
        waker.wake(rollout);
        events.publish(new Change(Change.Kind.ROLLOUT, rollout.id(), rollout.project()));
    }

    /** A new rollout; those of older requests that still wait in the same environment give way to it. */
    public Rollout request(
            DSLContext sql,
            String project,
            String environment,
            String release,
            Rollout.Kind kind,
            String who,
            String why) {
        Instant now = clock.instant();
        EnvironmentConfig config = plans.side(release, environment).environment();
        books.environments().reserve(sql, project, environment);
        Optional<String> serving =
                books.environments().find(sql, project, environment).flatMap(Environments.Serving::release);
        Rollout rollout = new Rollout(
                ids.next("rollout"),
                project,
                environment,
                release,
                serving,
                kind,
                strategy(kind, serving, config),
                RolloutState.REQUESTED,
                now,
                Progress.start(now),
                why,
                who,
                now,
                Optional.empty(),
                Optional.of(now),
                0);
        for (Rollout older : books.rollouts().active(sql, project, environment)) {
            if (older.state().isWaiting()) {
                write(
                        sql,
                        older,
                        RolloutEvent.SUPERSEDE,
                        older.progress(),
                        "release " + release + " took its place",
                        who);
            }
        }
        return begin(sql, rollout, "asked to bring " + release + " to " + environment);
    }

    /**
     * Takes a transition, in a transaction of its own.
     *
     * @return the rollout after it
     * @throws Problem CONFLICT, code {@code stale-version}, when the rollout has moved on since it was read
     */
    public Rollout move(Rollout before, Decision.Move move, String who) {
        return books.database().transaction(sql -> {
            if (!move.gates().isEmpty()) {
                books.rollouts().recordGates(sql, before.id(), move.gates());
            }
            return write(sql, before, move.event(), move.progress(), move.reason(), who);
        });
    }

    /** Notes what is remembered and waited for; nothing is written when nothing has changed. */
    public Rollout stay(Rollout before, Decision.Stay stay) {
        if (stay.progress().equals(before.progress()) && stay.reason().equals(before.reason())) {
            return before;
        }
        Rollout after = before.staying(stay.progress(), stay.reason(), stay.dueAt());
        return books.database().transaction(sql -> {
            books.rollouts().save(sql, after);
            announce(sql, after);
            return after;
        });
    }

    /** Writes down a look together with where the next one begins. */
    Rollout looked(Rollout before, Watcher.Seen seen, List<MetricAnswer> answers) {
        Rollout after = before.staying(before.progress().looked(seen.counted()), before.reason(), clock.instant());
        return books.database().transaction(sql -> {
            books.rollouts().save(sql, after);
            books.looks().append(sql, after.id(), seen.seen());
            answers.forEach(answer -> books.looks().keep(sql, after.id(), answer));
            books.rollouts().recordJudgement(sql, after.id(), seen.judgement());
            announce(sql, after);
            return after;
        });
    }

    /** The same transition inside a transaction of the caller's. */
    public Rollout write(
            DSLContext sql, Rollout before, RolloutEvent event, Progress progress, String reason, String who) {
        Instant now = clock.instant();
        Rollout after = settled(sql, before, event).after(event, progress(sql, before, event, progress), reason, now);
        books.rollouts().save(sql, after);
        books.rollouts().record(sql, before, event, after, who);
        trail.append(
                sql,
                who,
                "rollout." + event.name().toLowerCase(java.util.Locale.ROOT),
                after.id(),
                after.project(),
                after.release() + " in " + after.environment() + " is now " + after.state() + ": " + reason);
        environment(sql, before, after, event, now);
        follow(sql, after);
        announce(sql, after);
        if (!who.equals(SLIPWAY)) {
            Database.afterCommit(sql, () -> waker.wake(after));
        }
        return after;
    }

    /** Instances of what serves are to be replaced; releases that wait for the environment go on waiting. */
    Rollout restart(DSLContext sql, Environments.Serving serving, Progress progress, String who, String why) {
        Instant now = clock.instant();
        String release = serving.release().orElseThrow();
        Rollout rollout = new Rollout(
                ids.next("rollout"),
                serving.project(),
                serving.name(),
                release,
                Optional.of(release),
                Rollout.Kind.RESTART,
                RESTART,
                RolloutState.REQUESTED,
                now,
                progress,
                why,
                who,
                now,
                Optional.empty(),
                Optional.of(now),
                0);
        return begin(sql, rollout, "asked to restart " + release + " in " + serving.name());
    }

    private Rollout begin(DSLContext sql, Rollout rollout, String what) {
        books.rollouts().create(sql, rollout);
        trail.append(sql, rollout.requestedBy(), "rollout.request", rollout.id(), rollout.project(), what);
        announce(sql, rollout);
        Database.afterCommit(sql, () -> waker.wake(rollout));
        return rollout;
    }

    private static String strategy(Rollout.Kind kind, Optional<String> serving, EnvironmentConfig config) {
        return switch (kind) {
            case ROLLBACK -> "rollback";
            case RESTART -> RESTART;
            case DEPLOY -> serving.isEmpty() ? "at once" : config.strategy().word();
        };
    }

    /** Opening fixes what a rollback returns to: what serves at this moment, not when it was asked for. */
    private Rollout settled(DSLContext sql, Rollout before, RolloutEvent event) {
        if (event != RolloutEvent.OPEN) {
            return before;
        }
        books.environments().take(sql, before);
        Optional<String> serving = books.environments()
                .find(sql, before.project(), before.environment())
                .flatMap(Environments.Serving::release);
        EnvironmentConfig config =
                plans.side(before.release(), before.environment()).environment();
        return before.replacing(serving, strategy(before.kind(), serving, config));
    }

    private Progress progress(DSLContext sql, Rollout before, RolloutEvent event, Progress progress) {
        if (event != RolloutEvent.OPEN) {
            return progress;
        }
        return books.environments()
                .find(sql, before.project(), before.environment())
                .flatMap(Environments.Serving::rollout)
                .map(id -> books.rollouts().get(sql, id))
                .map(settled -> progress.withPreviousSecrets(ServedSecrets.served(settled))
                        .withPreviousRenewals(ServedSecrets.renewals(settled)))
                .orElseGet(() -> progress.withPreviousSecrets(Map.of()));
    }

    private void environment(DSLContext sql, Rollout before, Rollout after, RolloutEvent event, Instant now) {
        if (event == RolloutEvent.SETTLE) {
            if (after.isRestart()) {
                books.environments().restore(sql, after, after.release(), now);
            } else {
                books.environments().settle(sql, after, after.release(), now);
            }
        }
        if (event == RolloutEvent.CONFIRM && after.previous().isPresent()) {
            books.environments().restore(sql, after, after.previous().get(), now);
        }
        if (after.state().isTerminal() && before.state().holdsLane()) {
            books.environments().free(sql, after);
            List<Rollout> waiting = books.rollouts().active(sql, after.project(), after.environment());
            Database.afterCommit(sql, () -> waiting.forEach(waker::wake));
        }
    }

    /** A release that has succeeded goes on to the environments that come after this one. */
    private void follow(DSLContext sql, Rollout after) {
        if (after.state() != RolloutState.SUCCEEDED || after.kind() != Rollout.Kind.DEPLOY) {
            return;
        }
        for (EnvironmentConfig next : plans.release(after.release()).config().following(after.environment())) {
            request(
                    sql,
                    after.project(),
                    next.name(),
                    after.release(),
                    Rollout.Kind.DEPLOY,
                    SLIPWAY,
                    "it succeeded in " + after.environment());
        }
    }

    /** Writes down what has happened to something of a project beside its rollouts. */
    void note(DSLContext sql, String who, String what, String subject, String project, String text) {
        trail.append(sql, who, what, subject, project, text);
        Database.afterCommit(sql, () -> events.publish(new Change(Change.Kind.PROJECT, project, project)));
    }

    private void announce(DSLContext sql, Rollout rollout) {
        Database.afterCommit(
                sql, () -> events.publish(new Change(Change.Kind.ROLLOUT, rollout.id(), rollout.project())));
    }
}
