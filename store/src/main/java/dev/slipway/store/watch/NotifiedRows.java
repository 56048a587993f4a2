package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** What was last told of each group to each integration: Alertmanager's notification log. */
public final class NotifiedRows {

    private static final String NAME = "notified";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> GROUP = Columns.text(NAME, "group_id");
    private static final Field<String> RECEIVER = Columns.text(NAME, "receiver");
    private static final Field<String> INTEGRATION = Columns.text(NAME, "integration");
    private static final Field<String> FIRING = Columns.text(NAME, "firing_json");
    private static final Field<String> RESOLVED = Columns.text(NAME, "resolved_json");
    private static final Field<Instant> TOLD_AT = Columns.instant(NAME, "told_at");

    private NotifiedRows() {}

    /**
     * @param firing fingerprints, a JSON list
     * @param resolved fingerprints, a JSON list
     */
    public record Row(
            String group, String receiver, String integration, String firing, String resolved, Instant toldAt) {}

    public static Optional<Row> find(DSLContext sql, String group, String receiver, String integration) {
        return sql.selectFrom(TABLE)
                .where(GROUP.eq(group))
                .and(RECEIVER.eq(receiver))
                .and(INTEGRATION.eq(integration))
                .fetchOptional(NotifiedRows::read);
    }

    /** What was told of a group to anybody. */
    public static List<Row> ofGroup(DSLContext sql, String group) {
        return sql.selectFrom(TABLE)
                .where(GROUP.eq(group))
                .orderBy(RECEIVER, INTEGRATION)
                .fetch(NotifiedRows::read);
    }

    /** Sets what was told, whether anything was before or not. */
    public static void put(DSLContext sql, Row row) {
        sql.insertInto(TABLE)
                .set(GROUP, row.group())
                .set(RECEIVER, row.receiver())
                .set(INTEGRATION, row.integration())
                .set(FIRING, row.firing())
                .set(RESOLVED, row.resolved())
                .set(TOLD_AT, row.toldAt())
                .onConflict(GROUP, RECEIVER, INTEGRATION)
                .doUpdate()
                .set(FIRING, row.firing())
                .set(RESOLVED, row.resolved())
                .set(TOLD_AT, row.toldAt())
                .execute();
    }

    /** Forgets what is older than anything that is still repeated. */
    public static void deleteBefore(DSLContext sql, Instant time) {
        sql.deleteFrom(TABLE).where(TOLD_AT.lt(time)).execute();
    }

    private static Row read(Record row) {
        return new Row(
                row.get(GROUP),
                row.get(RECEIVER),
                row.get(INTEGRATION),
                row.get(FIRING),
                row.get(RESOLVED),
                row.get(TOLD_AT));
    }
}
