package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** When probes counted as down. */
public final class OutageRows {

    private static final String NAME = "probe_outage";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> PROJECT = Columns.text(NAME, "project");
    private static final Field<String> PROBE = Columns.text(NAME, "probe");
    private static final Field<Instant> STARTED_AT = Columns.instant(NAME, "started_at");
    private static final Field<Instant> ENDED_AT = Columns.instant(NAME, "ended_at");
    private static final Field<String> REASON = Columns.text(NAME, "reason");

    private OutageRows() {}

    /**
     * One outage.
     *
     * @param endedAt absent while it goes on
     * @param reason what was wrong when it began
     */
    public record Row(
            String project,
            String probe,
            Instant startedAt,
            @Nullable Instant endedAt,
            String reason) {}

    /** Begins one, unless one goes on already. */
    public static void begin(DSLContext sql, Row row) {
        boolean known = sql.fetchExists(
                TABLE, PROJECT.eq(row.project()).and(PROBE.eq(row.probe())).and(ENDED_AT.isNull()));
        if (known) {
            return;
        }
        sql.insertInto(TABLE)
                .set(PROJECT, row.project())
                .set(PROBE, row.probe())
                .set(STARTED_AT, row.startedAt())
                .set(REASON, row.reason())
                .onConflictDoNothing()
                .execute();
    }

    /** Ends the one that goes on, where there is one. */
    public static void end(DSLContext sql, String project, String probe, Instant at) {
        sql.update(TABLE)
                .set(ENDED_AT, at)
                .where(PROJECT.eq(project))
                .and(PROBE.eq(probe))
                .and(ENDED_AT.isNull())
                .execute();
    }

    /** Those that go on. */
    public static List<Row> open(DSLContext sql) {
        return sql.selectFrom(TABLE)
                .where(ENDED_AT.isNull())
                .orderBy(PROJECT, PROBE)
                .fetch(OutageRows::read);
    }

    /** Those of a project that began since then, newest first. */
    public static List<Row> since(DSLContext sql, String project, Instant since, int most) {
        return sql.selectFrom(TABLE)
                .where(PROJECT.eq(project))
                .and(STARTED_AT.ge(since).or(ENDED_AT.isNull()))
                .orderBy(STARTED_AT.desc(), PROBE)
                .limit(most)
                .fetch(OutageRows::read);
    }

    private static Row read(Record row) {
        return new Row(row.get(PROJECT), row.get(PROBE), row.get(STARTED_AT), row.get(ENDED_AT), row.get(REASON));
    }
}
