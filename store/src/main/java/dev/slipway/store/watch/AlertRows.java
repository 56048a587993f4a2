package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Alerts that fire, and those that have ended but are not told everywhere yet. */
public final class AlertRows {

    private static final String NAME = "alert";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> ID = Columns.text(NAME, "id");
    private static final Field<String> SOURCE = Columns.text(NAME, "source");
    private static final Field<String> LABELS = Columns.text(NAME, "labels_json");
    private static final Field<String> ANNOTATIONS = Columns.text(NAME, "annotations_json");
    private static final Field<Instant> STARTS_AT = Columns.instant(NAME, "starts_at");
    private static final Field<Instant> ENDS_AT = Columns.instant(NAME, "ends_at");
    private static final Field<Instant> UPDATED_AT = Columns.instant(NAME, "updated_at");
    private static final Field<String> GENERATOR = Columns.text(NAME, "generator_url");

    private AlertRows() {}

    /**
     * One alert.
     *
     * @param id fingerprint of its labels
     * @param source the project whose rule it is, or another word for who posted it
     * @param endsAt null while it fires
     */
    public record Row(
            String id,
            String source,
            String labels,
            String annotations,
            Instant startsAt,
            @Nullable Instant endsAt,
            Instant updatedAt,
            String generatorUrl) {}

    /** Sets the alert, whether it was there or not. */
    public static void put(DSLContext sql, Row row) {
        sql.deleteFrom(TABLE).where(ID.eq(row.id())).execute();
        sql.insertInto(TABLE)
                .set(ID, row.id())
                .set(SOURCE, row.source())
                .set(LABELS, row.labels())
                .set(ANNOTATIONS, row.annotations())
                .set(STARTS_AT, row.startsAt())
                .set(ENDS_AT, row.endsAt())
                .set(UPDATED_AT, row.updatedAt())
                .set(GENERATOR, row.generatorUrl())
                .execute();
    }

    public static List<Row> all(DSLContext sql) {
        return sql.selectFrom(TABLE).orderBy(STARTS_AT, ID).fetch(AlertRows::read);
    }

    public static void delete(DSLContext sql, String id) {
        sql.deleteFrom(TABLE).where(ID.eq(id)).execute();
    }

    private static Row read(Record row) {
        return new Row(
                row.get(ID),
                row.get(SOURCE),
                row.get(LABELS),
                row.get(ANNOTATIONS),
                row.get(STARTS_AT),
                row.get(ENDS_AT),
                row.get(UPDATED_AT),
                row.get(GENERATOR));
    }
}
