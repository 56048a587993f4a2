package dev.slipway.store.rollout;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Tables.EnvironmentTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * What each environment serves, and which rollout has it to itself. The lane is a column that only a rollout's own
 * transition sets and clears, so it cannot be left behind by one that is over.
 */
public final class Environments {

    /** Makes the environment known, if it is not. */
    public void ensure(DSLContext sql, String project, String name) {
        sql.insertInto(EnvironmentTable.TABLE)
                .set(EnvironmentTable.PROJECT, project)
                .set(EnvironmentTable.NAME, name)
                .onConflictDoNothing()
                .execute();
    }

    public Optional<Serving> find(DSLContext sql, String project, String name) {
        return sql.selectFrom(EnvironmentTable.TABLE).where(at(project, name)).fetchOptional(Environments::read);
    }

    public List<Serving> ofProject(DSLContext sql, String project) {
        return sql.selectFrom(EnvironmentTable.TABLE)
                .where(EnvironmentTable.PROJECT.eq(project))
                .fetch(Environments::read);
    }

    public List<Serving> all(DSLContext sql) {
        return sql.selectFrom(EnvironmentTable.TABLE).fetch(Environments::read);
    }

    /** Makes it known, and lets one transaction after the other ask for something in it, until each is committed. */
    public void reserve(DSLContext sql, String project, String name) {
        ensure(sql, project, name);
        sql.update(EnvironmentTable.TABLE)
                .set(EnvironmentTable.NAME, name)
                .where(at(project, name))
                .execute();
    }

    /**
     * Gives the environment to one rollout.
     *
     * @throws Problem CONFLICT, code {@code lane-taken}, when another one has it
     */
    public void take(DSLContext sql, Rollout rollout) {
        int updated = sql.update(EnvironmentTable.TABLE)
                .set(EnvironmentTable.LANE, rollout.id())
                .where(at(rollout.project(), rollout.environment()))
                .and(EnvironmentTable.LANE.isNull().or(EnvironmentTable.LANE.eq(rollout.id())))
                .execute();
        if (updated != 1) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "lane-taken",
                    rollout.environment() + " is taken by another rollout",
                    "wait for it, or abort it");
        }
    }

    /** Frees the environment if this rollout had it. */
    public void free(DSLContext sql, Rollout rollout) {
        sql.update(EnvironmentTable.TABLE)
                .setNull(EnvironmentTable.LANE)
                .where(at(rollout.project(), rollout.environment()))
                .and(EnvironmentTable.LANE.eq(rollout.id()))
                .execute();
    }

    /** Records what serves from now on. */
    public void settle(DSLContext sql, Rollout rollout, String release, Instant since) {
        sql.update(EnvironmentTable.TABLE)
                .set(EnvironmentTable.RELEASE, release)
                .set(EnvironmentTable.ROLLOUT, rollout.id())
                .set(EnvironmentTable.SINCE, since.toEpochMilli())
                .where(at(rollout.project(), rollout.environment()))
                .execute();
    }

    /** Records what serves again after a rollback, or as it did after a restart; what had served all along keeps its time. */
    public void restore(DSLContext sql, Rollout rollout, String release, Instant now) {
        sql.update(EnvironmentTable.TABLE)
                .set(
                        EnvironmentTable.SINCE,
                        DSL.when(EnvironmentTable.RELEASE.eq(release), EnvironmentTable.SINCE)
                                .otherwise(now.toEpochMilli()))
                .set(EnvironmentTable.RELEASE, release)
                .set(EnvironmentTable.ROLLOUT, rollout.id())
                .where(at(rollout.project(), rollout.environment()))
                .execute();
    }

    /**
     * Lets the environment serve nothing from now on.
     *
     * @return false when a rollout has it
     */
    public boolean vacate(DSLContext sql, String project, String name) {
        return sql.update(EnvironmentTable.TABLE)
                        .setNull(EnvironmentTable.RELEASE)
                        .setNull(EnvironmentTable.ROLLOUT)
                        .setNull(EnvironmentTable.SINCE)
                        .where(at(project, name))
                        .and(EnvironmentTable.LANE.isNull())
                        .execute()
                > 0;
    }

    /** Forgets an environment that serves nothing. */
    public void forget(DSLContext sql, String project, String name) {
        sql.deleteFrom(EnvironmentTable.TABLE)
                .where(at(project, name))
                .and(EnvironmentTable.RELEASE.isNull())
                .and(EnvironmentTable.LANE.isNull())
                .execute();
    }

    private static org.jooq.Condition at(String project, String name) {
        return EnvironmentTable.PROJECT.eq(project).and(EnvironmentTable.NAME.eq(name));
    }

    private static Serving read(Record row) {
        return new Serving(
                row.get(EnvironmentTable.PROJECT),
                row.get(EnvironmentTable.NAME),
                Optional.ofNullable(row.get(EnvironmentTable.RELEASE)),
                Optional.ofNullable(row.get(EnvironmentTable.ROLLOUT)),
                Optional.ofNullable(row.get(EnvironmentTable.SINCE)).map(Instant::ofEpochMilli),
                Optional.ofNullable(row.get(EnvironmentTable.LANE)));
    }

    /**
     * @param release id of the release that serves
     * @param rollout the rollout that brought it
     * @param since when it was settled
     * @param lane the rollout that has the environment to itself now
     */
    public record Serving(
            String project,
            String name,
            Optional<String> release,
            Optional<String> rollout,
            Optional<Instant> since,
            Optional<String> lane) {}
}
