package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Silences, past ones too. */
public final class SilenceRows {

    private static final String NAME = "silence";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> ID = Columns.text(NAME, "id");
    private static final Field<String> MATCHERS = Columns.text(NAME, "matchers_json");
    private static final Field<Instant> STARTS_AT = Columns.instant(NAME, "starts_at");
    private static final Field<Instant> ENDS_AT = Columns.instant(NAME, "ends_at");
    private static final Field<String> CREATED_BY = Columns.text(NAME, "created_by");
    private static final Field<String> COMMENT = Columns.text(NAME, "comment");
    private static final Field<Instant> UPDATED_AT = Columns.instant(NAME, "updated_at");

    private SilenceRows() {}

    /** One silence. */
    public record Row(
            String id,
            String matchers,
            Instant startsAt,
            Instant endsAt,
            String createdBy,
            String comment,
            Instant updatedAt) {}

    /** Sets the silence, whether it was there or not. */
    public static void put(DSLContext sql, Row row) {
        sql.deleteFrom(TABLE).where(ID.eq(row.id())).execute();
        sql.insertInto(TABLE)
                .set(ID, row.id())
                .set(MATCHERS, row.matchers())
                .set(STARTS_AT, row.startsAt())
                .set(ENDS_AT, row.endsAt())
                .set(CREATED_BY, row.createdBy())
                .set(COMMENT, row.comment())
                .set(UPDATED_AT, row.updatedAt())
                .execute();
    }

    public static List<Row> all(DSLContext sql) {
        return sql.selectFrom(TABLE).orderBy(ENDS_AT.desc(), ID).fetch(SilenceRows::read);
    }

    /** Forgets what ended before that. */
    public static void deleteEndedBefore(DSLContext sql, Instant time) {
        sql.deleteFrom(TABLE).where(ENDS_AT.lt(time)).execute();
    }

    private static Row read(Record row) {
        return new Row(
                row.get(ID),
                row.get(MATCHERS),
                row.get(STARTS_AT),
                row.get(ENDS_AT),
                row.get(CREATED_BY),
                row.get(COMMENT),
                row.get(UPDATED_AT));
    }
}
