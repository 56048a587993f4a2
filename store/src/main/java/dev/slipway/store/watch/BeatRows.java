package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The newest report of each probe that reports by itself: a restart must not forget how long nothing was heard. */
public final class BeatRows {

    private static final String NAME = "probe_beat";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> PROJECT = Columns.text(NAME, "project");
    private static final Field<String> PROBE = Columns.text(NAME, "probe");
    private static final Field<Instant> HEARD_AT = Columns.instant(NAME, "heard_at");
    private static final Field<String> TROUBLE = Columns.text(NAME, "trouble");

    private BeatRows() {}

    /**
     * One report.
     *
     * @param trouble what was wrong; empty for all is well
     */
    public record Row(String project, String probe, Instant heardAt, String trouble) {}

    /** Takes the place of the report before. */
    public static void put(DSLContext sql, Row row) {
        sql.deleteFrom(TABLE)
                .where(PROJECT.eq(row.project()))
                .and(PROBE.eq(row.probe()))
                .execute();
        sql.insertInto(TABLE)
                .set(PROJECT, row.project())
                .set(PROBE, row.probe())
                .set(HEARD_AT, row.heardAt())
                .set(TROUBLE, row.trouble())
                .execute();
    }

    public static List<Row> all(DSLContext sql) {
        return sql.selectFrom(TABLE)
                .orderBy(PROJECT, PROBE)
                .fetch(row -> new Row(row.get(PROJECT), row.get(PROBE), row.get(HEARD_AT), row.get(TROUBLE)));
    }
}
