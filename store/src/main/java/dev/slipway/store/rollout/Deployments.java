package dev.slipway.store.rollout;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import dev.slipway.delivery.dora.Deployment;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.store.rollout.Tables.EventTable;
import dev.slipway.store.rollout.Tables.ReleaseTable;
import dev.slipway.store.rollout.Tables.RolloutTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/** The records of rollouts that are over. */
public final class Deployments {

    private static final Field<Long> TRAFFIC = time("first", RolloutEvent.ROUTE, min(EventTable.AT));
    private static final Field<Long> RESTORED = time("last", RolloutEvent.RESTORE, max(EventTable.AT));

    /**
     * A record, and the commit that it brought.
     *
     * @param deployment committed, as far as this table knows, when its release was made
     */
    public record Brought(Deployment deployment, String commit) {}

    /** Those of an environment that ended within the time, oldest first; of more than the limit the newest. */
    public List<Brought> ended(
            DSLContext sql, String project, String environment, Instant from, Instant until, int limit) {
        return sql.select(
                        RolloutTable.ID,
                        RolloutTable.KIND,
                        RolloutTable.STATE,
                        RolloutTable.REQUESTED_AT,
                        RolloutTable.FINISHED_AT,
                        ReleaseTable.COMMIT,
                        ReleaseTable.CREATED_AT,
                        TRAFFIC,
                        RESTORED)
                .from(RolloutTable.TABLE)
                .join(ReleaseTable.TABLE)
                .on(ReleaseTable.ID.eq(RolloutTable.RELEASE))
                .where(RolloutTable.PROJECT.eq(project))
                .and(RolloutTable.ENVIRONMENT.eq(environment))
                .and(RolloutTable.FINISHED_AT.ge(from.toEpochMilli()))
                .and(RolloutTable.FINISHED_AT.lt(until.toEpochMilli()))
                .orderBy(RolloutTable.FINISHED_AT.desc(), RolloutTable.ID.desc())
                .limit(limit)
                .fetch(Deployments::read)
                .reversed();
    }

    private static Field<Long> time(String which, RolloutEvent event, Field<Long> at) {
        return field(select(at)
                        .from(EventTable.TABLE)
                        .where(EventTable.ROLLOUT.eq(RolloutTable.ID))
                        .and(EventTable.EVENT.eq(event.name())))
                .as(which + "_" + event.name().toLowerCase(java.util.Locale.ROOT));
    }

    private static Brought read(Record row) {
        Deployment deployment = new Deployment(
                row.get(RolloutTable.ID),
                Rollout.Kind.valueOf(row.get(RolloutTable.KIND)),
                RolloutState.valueOf(row.get(RolloutTable.STATE)),
                Instant.ofEpochMilli(row.get(ReleaseTable.CREATED_AT)),
                Instant.ofEpochMilli(row.get(RolloutTable.REQUESTED_AT)),
                Optional.ofNullable(row.get(TRAFFIC)).map(Instant::ofEpochMilli),
                Optional.ofNullable(row.get(RESTORED)).map(Instant::ofEpochMilli),
                Instant.ofEpochMilli(row.get(RolloutTable.FINISHED_AT)));
        return new Brought(deployment, row.get(ReleaseTable.COMMIT));
    }
}
