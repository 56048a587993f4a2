package dev.slipway.store.rollout;

import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Tables.EventTable;
import dev.slipway.store.rollout.Tables.RolloutTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Rollouts and the timeline of each; a rollout's row is only ever replaced by its next version. */
public final class Rollouts {

    public void create(DSLContext sql, Rollout rollout) {
        sql.insertInto(RolloutTable.TABLE)
                .set(RolloutTable.ID, rollout.id())
                .set(RolloutTable.PROJECT, rollout.project())
                .set(RolloutTable.ENVIRONMENT, rollout.environment())
                .set(RolloutTable.RELEASE, rollout.release())
                .set(RolloutTable.PREVIOUS, rollout.previous().orElse(null))
                .set(RolloutTable.KIND, rollout.kind().name())
                .set(RolloutTable.STRATEGY, rollout.strategy())
                .set(RolloutTable.STATE, rollout.state().name())
                .set(RolloutTable.STATE_SINCE, rollout.stateSince().toEpochMilli())
                .set(RolloutTable.PROGRESS, Json.write(rollout.progress()))
                .set(RolloutTable.REASON, rollout.reason())
                .set(RolloutTable.REQUESTED_BY, rollout.requestedBy())
                .set(RolloutTable.REQUESTED_AT, rollout.requestedAt().toEpochMilli())
                .set(RolloutTable.FINISHED_AT, millis(rollout.finishedAt()))
                .set(RolloutTable.DUE_AT, millis(rollout.dueAt()))
                .set(RolloutTable.VERSION, rollout.version())
                .execute();
    }

    /**
     * Writes the next version of a rollout.
     *
     * @throws Problem CONFLICT, code {@code stale-version}, when somebody else has written it meanwhile
     */
    public void save(DSLContext sql, Rollout next) {
        int updated = sql.update(RolloutTable.TABLE)
                .set(RolloutTable.PREVIOUS, next.previous().orElse(null))
                .set(RolloutTable.STRATEGY, next.strategy())
                .set(RolloutTable.STATE, next.state().name())
                .set(RolloutTable.STATE_SINCE, next.stateSince().toEpochMilli())
                .set(RolloutTable.PROGRESS, Json.write(next.progress()))
                .set(RolloutTable.REASON, next.reason())
                .set(RolloutTable.FINISHED_AT, millis(next.finishedAt()))
                .set(RolloutTable.DUE_AT, millis(next.dueAt()))
                .set(RolloutTable.VERSION, next.version())
                .where(RolloutTable.ID.eq(next.id()))
                .and(RolloutTable.VERSION.eq(next.version() - 1))
                .execute();
        if (updated != 1) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "stale-version",
                    "rollout " + next.id() + " has moved on meanwhile",
                    "look at it again, then decide");
        }
    }

    public void recordJudgement(DSLContext sql, String id, Judgement judgement) {
        sql.update(RolloutTable.TABLE)
                .set(RolloutTable.JUDGEMENT, Json.write(judgement))
                .where(RolloutTable.ID.eq(id))
                .execute();
    }

    /** What the judge last said, absent before its first look. */
    public Optional<Judgement> judgement(DSLContext sql, String id) {
        return sql.select(RolloutTable.JUDGEMENT)
                .from(RolloutTable.TABLE)
                .where(RolloutTable.ID.eq(id))
                .fetchOptional(RolloutTable.JUDGEMENT)
                .map(text -> Json.read(text, Judgement.class));
    }

    /** Keeps the gates as they stood when they let the rollout through, or ended it. */
    public void recordGates(DSLContext sql, String id, List<GateStatus> gates) {
        sql.update(RolloutTable.TABLE)
                .set(RolloutTable.GATES, Json.write(gates))
                .where(RolloutTable.ID.eq(id))
                .execute();
    }

    /** The gates that have decided about the rollout; none before they have, and none where there were none. */
    public List<GateStatus> gates(DSLContext sql, String id) {
        return sql.select(RolloutTable.GATES)
                .from(RolloutTable.TABLE)
                .where(RolloutTable.ID.eq(id))
                .fetchOptional(RolloutTable.GATES)
                .map(text -> List.of(Json.read(text, GateStatus[].class)))
                .orElse(List.of());
    }

    /** @throws Problem NOT_FOUND, code {@code no-rollout} */
    public Rollout get(DSLContext sql, String id) {
        return sql.selectFrom(RolloutTable.TABLE)
                .where(RolloutTable.ID.eq(id))
                .fetchOptional(Rollouts::read)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-rollout",
                        "there is no rollout '" + id + "'",
                        "`slipway rollouts` lists them"));
    }

    /** Newest first. */
    public List<Rollout> ofProject(DSLContext sql, String project, int limit) {
        return sql.selectFrom(RolloutTable.TABLE)
                .where(RolloutTable.PROJECT.eq(project))
                .orderBy(RolloutTable.REQUESTED_AT.desc(), RolloutTable.ID.desc())
                .limit(limit)
                .fetch(Rollouts::read);
    }

    /** Those of an environment, newest first. */
    public List<Rollout> ofEnvironment(DSLContext sql, String project, String environment, int limit) {
        return sql.selectFrom(RolloutTable.TABLE)
                .where(RolloutTable.PROJECT.eq(project))
                .and(RolloutTable.ENVIRONMENT.eq(environment))
                .orderBy(RolloutTable.REQUESTED_AT.desc(), RolloutTable.ID.desc())
                .limit(limit)
                .fetch(Rollouts::read);
    }

    /** Those of a release in an environment, newest first. */
    public List<Rollout> ofRelease(DSLContext sql, String release, String environment) {
        return sql.selectFrom(RolloutTable.TABLE)
                .where(RolloutTable.RELEASE.eq(release))
                .and(RolloutTable.ENVIRONMENT.eq(environment))
                .orderBy(RolloutTable.REQUESTED_AT.desc(), RolloutTable.ID.desc())
                .fetch(Rollouts::read);
    }

    /** The one of an environment that ended last, however it ended. */
    public Optional<Rollout> lastEnded(DSLContext sql, String project, String environment) {
        return sql.selectFrom(RolloutTable.TABLE)
                .where(RolloutTable.PROJECT.eq(project))
                .and(RolloutTable.ENVIRONMENT.eq(environment))
                .and(RolloutTable.FINISHED_AT.isNotNull())
                .orderBy(RolloutTable.FINISHED_AT.desc(), RolloutTable.ID.desc())
                .limit(1)
                .fetchOptional(Rollouts::read);
    }

    /** Those of an environment that are not over, oldest first. */
    public List<Rollout> active(DSLContext sql, String project, String environment) {
        return sql.selectFrom(RolloutTable.TABLE)
                .where(RolloutTable.PROJECT.eq(project))
                .and(RolloutTable.ENVIRONMENT.eq(environment))
                .and(RolloutTable.FINISHED_AT.isNull())
                .orderBy(RolloutTable.REQUESTED_AT, RolloutTable.ID)
                .fetch(Rollouts::read);
    }

    /** All that are not over, oldest first. */
    public List<Rollout> active(DSLContext sql) {
        return sql.selectFrom(RolloutTable.TABLE)
                .where(RolloutTable.FINISHED_AT.isNull())
                .orderBy(RolloutTable.REQUESTED_AT, RolloutTable.ID)
                .fetch(Rollouts::read);
    }

    /** Newest first, those of the environment that reached the state. */
    public List<Rollout> ended(DSLContext sql, String project, String environment, RolloutState state, int limit) {
        return sql.selectFrom(RolloutTable.TABLE)
                .where(RolloutTable.PROJECT.eq(project))
                .and(RolloutTable.ENVIRONMENT.eq(environment))
                .and(RolloutTable.STATE.eq(state.name()))
                .orderBy(RolloutTable.FINISHED_AT.desc())
                .limit(limit)
                .fetch(Rollouts::read);
    }

    /** When the next rollout is due, absent when none is under way. */
    public Optional<Instant> nextDue(DSLContext sql) {
        return sql.select(org.jooq.impl.DSL.min(RolloutTable.DUE_AT))
                .from(RolloutTable.TABLE)
                .fetchOptional(row -> row.value1())
                .map(Instant::ofEpochMilli);
    }

    /** Ids of the rollouts that are due. */
    public List<String> due(DSLContext sql, Instant now) {
        return sql.select(RolloutTable.ID)
                .from(RolloutTable.TABLE)
                .where(RolloutTable.DUE_AT.le(now.toEpochMilli()))
                .orderBy(RolloutTable.DUE_AT)
                .fetch(RolloutTable.ID);
    }

    /** Adds a transition to the timeline; the version it led to is its number. */
    public void record(DSLContext sql, Rollout before, RolloutEvent event, Rollout after, String who) {
        sql.insertInto(EventTable.TABLE)
                .set(EventTable.ROLLOUT, after.id())
                .set(EventTable.SEQ, after.version())
                .set(EventTable.AT, after.stateSince().toEpochMilli())
                .set(EventTable.FROM, before.state().name())
                .set(EventTable.EVENT, event.name())
                .set(EventTable.TO, after.state().name())
                .set(EventTable.WHO, who)
                .set(EventTable.TEXT, after.reason())
                .execute();
    }

    /** All transitions of a rollout, oldest first. */
    public List<Moment> timeline(DSLContext sql, String id) {
        return sql.selectFrom(EventTable.TABLE)
                .where(EventTable.ROLLOUT.eq(id))
                .orderBy(EventTable.SEQ)
                .fetch(row -> new Moment(
                        Instant.ofEpochMilli(row.get(EventTable.AT)),
                        RolloutState.valueOf(row.get(EventTable.FROM)),
                        RolloutEvent.valueOf(row.get(EventTable.EVENT)),
                        RolloutState.valueOf(row.get(EventTable.TO)),
                        row.get(EventTable.WHO),
                        row.get(EventTable.TEXT)));
    }

    /** Whether the rollout has ever come to the state. */
    public boolean reached(DSLContext sql, String id, RolloutState state) {
        return sql.fetchExists(sql.selectOne()
                .from(EventTable.TABLE)
                .where(EventTable.ROLLOUT.eq(id))
                .and(EventTable.TO.eq(state.name())));
    }

    /**
     * When user traffic of a project first went to a release, or back from it, oldest first; restarts turn nothing.
     *
     * @param environment empty for all
     */
    public List<Turn> turns(
            DSLContext sql, String project, Optional<String> environment, Instant from, Instant until, int limit) {
        return sql.select(
                        DSL.min(EventTable.AT),
                        RolloutTable.ID,
                        RolloutTable.ENVIRONMENT,
                        RolloutTable.RELEASE,
                        RolloutTable.PREVIOUS,
                        EventTable.EVENT)
                .from(EventTable.TABLE)
                .join(RolloutTable.TABLE)
                .on(RolloutTable.ID.eq(EventTable.ROLLOUT))
                .where(RolloutTable.PROJECT.eq(project))
                .and(environment.map(RolloutTable.ENVIRONMENT::eq).orElse(DSL.noCondition()))
                .and(RolloutTable.KIND.ne(Rollout.Kind.RESTART.name()))
                .and(EventTable.EVENT.in(RolloutEvent.ROUTE.name(), RolloutEvent.RESTORE.name()))
                .groupBy(
                        RolloutTable.ID,
                        RolloutTable.ENVIRONMENT,
                        RolloutTable.RELEASE,
                        RolloutTable.PREVIOUS,
                        EventTable.EVENT)
                .having(DSL.min(EventTable.AT).between(from.toEpochMilli(), until.toEpochMilli()))
                .orderBy(DSL.min(EventTable.AT).desc())
                .limit(limit)
                .fetch(row -> new Turn(
                        Instant.ofEpochMilli(row.value1()),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        Optional.ofNullable(row.value5()),
                        RolloutEvent.valueOf(row.value6()) == RolloutEvent.RESTORE))
                .reversed();
    }

    private static @Nullable Long millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).orElse(null);
    }

    private static Optional<Instant> instant(@Nullable Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }

    private static Rollout read(Record row) {
        return new Rollout(
                row.get(RolloutTable.ID),
                row.get(RolloutTable.PROJECT),
                row.get(RolloutTable.ENVIRONMENT),
                row.get(RolloutTable.RELEASE),
                Optional.ofNullable(row.get(RolloutTable.PREVIOUS)),
                Rollout.Kind.valueOf(row.get(RolloutTable.KIND)),
                row.get(RolloutTable.STRATEGY),
                RolloutState.valueOf(row.get(RolloutTable.STATE)),
                Instant.ofEpochMilli(row.get(RolloutTable.STATE_SINCE)),
                Json.read(row.get(RolloutTable.PROGRESS), Progress.class),
                row.get(RolloutTable.REASON),
                row.get(RolloutTable.REQUESTED_BY),
                Instant.ofEpochMilli(row.get(RolloutTable.REQUESTED_AT)),
                instant(row.get(RolloutTable.FINISHED_AT)),
                instant(row.get(RolloutTable.DUE_AT)),
                row.get(RolloutTable.VERSION));
    }

    /**
     * Traffic that turned to another release.
     *
     * @param rollout that did it
     * @param release that the rollout is about
     * @param previous that served before it; absent for the first
     * @param back whether the traffic went back from the release
     */
    public record Turn(
            Instant at, String rollout, String environment, String release, Optional<String> previous, boolean back) {}

    /** One transition as it stands in the timeline. */
    public record Moment(Instant at, RolloutState from, RolloutEvent event, RolloutState to, String who, String text) {}
}
