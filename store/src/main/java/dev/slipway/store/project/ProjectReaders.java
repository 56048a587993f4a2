package dev.slipway.store.project;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Which projects' jobs may read which other projects. What is not here is not allowed. */
public final class ProjectReaders {

    private static final String NAME = "project_reader";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> PROJECT = Columns.text(NAME, "project");
    private static final Field<String> READER = Columns.text(NAME, "reader");
    private static final Field<Instant> SINCE = Columns.instant(NAME, "since");
    private static final Field<String> GRANTED_BY = Columns.text(NAME, "granted_by");

    private ProjectReaders() {}

    /** Who may read the project, by name. */
    public static List<ProjectReader> of(DSLContext sql, String project) {
        return sql.selectFrom(TABLE).where(PROJECT.eq(project)).orderBy(READER).fetch(ProjectReaders::read);
    }

    /** What the project may read, by name. */
    public static List<ProjectReader> readBy(DSLContext sql, String reader) {
        return sql.selectFrom(TABLE).where(READER.eq(reader)).orderBy(PROJECT).fetch(ProjectReaders::read);
    }

    public static boolean exists(DSLContext sql, String project, String reader) {
        return sql.fetchExists(
                sql.selectOne().from(TABLE).where(PROJECT.eq(project)).and(READER.eq(reader)));
    }

    /** False when it was there already. */
    public static boolean add(DSLContext sql, ProjectReader granted) {
        return sql.insertInto(TABLE)
                        .set(PROJECT, granted.project())
                        .set(READER, granted.reader())
                        .set(SINCE, granted.since())
                        .set(GRANTED_BY, granted.grantedBy())
                        .onConflictDoNothing()
                        .execute()
                > 0;
    }

    /** True when there was such a row. */
    public static boolean remove(DSLContext sql, String project, String reader) {
        return sql.deleteFrom(TABLE)
                        .where(PROJECT.eq(project))
                        .and(READER.eq(reader))
                        .execute()
                > 0;
    }

    private static ProjectReader read(Record row) {
        return new ProjectReader(row.get(PROJECT), row.get(READER), row.get(SINCE), row.get(GRANTED_BY));
    }
}
