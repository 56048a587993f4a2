package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Who has taken which alert. */
public final class AcknowledgementRows {

    private static final String NAME = "acknowledgement";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> ALERT = Columns.text(NAME, "alert_id");
    private static final Field<Instant> STARTS_AT = Columns.instant(NAME, "starts_at");
    private static final Field<String> MADE_BY = Columns.text(NAME, "made_by");
    private static final Field<String> COMMENT = Columns.text(NAME, "comment");
    private static final Field<Instant> MADE_AT = Columns.instant(NAME, "made_at");

    private AcknowledgementRows() {}

    /**
     * @param alert its fingerprint
     * @param startsAt of the alert: when it fires anew, it is not taken any more
     */
    public record Row(String alert, Instant startsAt, String by, String comment, Instant at) {}

    /** The newest for an alert holds. */
    public static void put(DSLContext sql, Row row) {
        delete(sql, row.alert());
        sql.insertInto(TABLE)
                .set(ALERT, row.alert())
                .set(STARTS_AT, row.startsAt())
                .set(MADE_BY, row.by())
                .set(COMMENT, row.comment())
                .set(MADE_AT, row.at())
                .execute();
    }

    public static void delete(DSLContext sql, String alert) {
        sql.deleteFrom(TABLE).where(ALERT.eq(alert)).execute();
    }

    public static List<Row> all(DSLContext sql) {
        return sql.selectFrom(TABLE)
                .orderBy(ALERT)
                .fetch(row -> new Row(
                        row.get(ALERT), row.get(STARTS_AT), row.get(MADE_BY), row.get(COMMENT), row.get(MADE_AT)));
    }
}
