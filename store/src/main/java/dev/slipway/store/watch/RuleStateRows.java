package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** What rules had come to, by the rule's id. */
public final class RuleStateRows {

    private static final String NAME = "rule_state";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> ID = Columns.text(NAME, "id");
    private static final Field<String> SOURCE = Columns.text(NAME, "source");
    private static final Field<String> STATE = Columns.text(NAME, "state_json");
    private static final Field<Instant> EVALUATED_AT = Columns.instant(NAME, "evaluated_at");

    private RuleStateRows() {}

    /** Sets the state, whether there was one or not. */
    public static void put(DSLContext sql, String id, String source, String state, Instant at) {
        sql.insertInto(TABLE)
                .set(ID, id)
                .set(SOURCE, source)
                .set(STATE, state)
                .set(EVALUATED_AT, at)
                .onConflict(ID)
                .doUpdate()
                .set(STATE, state)
                .set(EVALUATED_AT, at)
                .execute();
    }

    /** What one rule had come to. */
    public record Row(String source, String state) {}

    /** All states, by id. */
    public static Map<String, Row> all(DSLContext sql) {
        return sql.select(ID, SOURCE, STATE).from(TABLE).fetchMap(ID, row -> new Row(row.get(SOURCE), row.get(STATE)));
    }

    public static void delete(DSLContext sql, String id) {
        sql.deleteFrom(TABLE).where(ID.eq(id)).execute();
    }
}
