package dev.slipway.store.rollout;

import dev.slipway.delivery.preview.PreviewState;
import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The previews of all projects, those that have ended too. */
public final class PreviewRows {

    private static final String NAME_OF_TABLE = "preview";
    private static final Table<Record> TABLE = Columns.table(NAME_OF_TABLE);
    private static final Field<String> PROJECT = Columns.text(NAME_OF_TABLE, "project");
    private static final Field<String> NAME = Columns.text(NAME_OF_TABLE, "name");
    private static final Field<String> REF = Columns.text(NAME_OF_TABLE, "ref");
    private static final Field<String> COMMIT = Columns.text(NAME_OF_TABLE, "commit_id");
    private static final Field<PreviewState> STATE = Columns.word(NAME_OF_TABLE, "state", PreviewState.class);
    private static final Field<String> REASON = Columns.text(NAME_OF_TABLE, "reason");
    private static final Field<Instant> CREATED_AT = Columns.instant(NAME_OF_TABLE, "created_at");
    private static final Field<Instant> TOUCHED_AT = Columns.instant(NAME_OF_TABLE, "touched_at");
    private static final Field<Instant> ENDS_AT = Columns.instant(NAME_OF_TABLE, "ends_at");

    private PreviewRows() {}

    /** Writes the preview down as it is now. */
    public static void save(DSLContext sql, Preview preview) {
        int updated = sql.update(TABLE)
                .set(REF, preview.ref())
                .set(COMMIT, preview.commit())
                .set(STATE, preview.state())
                .set(REASON, preview.reason())
                .set(TOUCHED_AT, preview.touchedAt())
                .set(ENDS_AT, preview.endsAt())
                .where(at(preview.project(), preview.name()))
                .execute();
        if (updated == 0) {
            sql.insertInto(TABLE)
                    .set(PROJECT, preview.project())
                    .set(NAME, preview.name())
                    .set(REF, preview.ref())
                    .set(COMMIT, preview.commit())
                    .set(STATE, preview.state())
                    .set(REASON, preview.reason())
                    .set(CREATED_AT, preview.createdAt())
                    .set(TOUCHED_AT, preview.touchedAt())
                    .set(ENDS_AT, preview.endsAt())
                    .execute();
        }
    }

    public static Optional<Preview> find(DSLContext sql, String project, String name) {
        return sql.selectFrom(TABLE).where(at(project, name)).fetchOptional(PreviewRows::read);
    }

    /** Those that have not ended, the one that was quiet longest first. */
    public static List<Preview> present(DSLContext sql, String project) {
        return sql.selectFrom(TABLE)
                .where(PROJECT.eq(project), STATE.ne(PreviewState.ENDED))
                .orderBy(TOUCHED_AT, NAME)
                .fetch(PreviewRows::read);
    }

    private static Condition at(String project, String name) {
        return PROJECT.eq(project).and(NAME.eq(name));
    }

    private static Preview read(Record row) {
        return new Preview(
                row.get(PROJECT),
                row.get(NAME),
                row.get(REF),
                row.get(COMMIT),
                row.get(STATE),
                row.get(REASON),
                row.get(CREATED_AT),
                row.get(TOUCHED_AT),
                row.get(ENDS_AT));
    }
}
