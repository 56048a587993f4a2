package dev.slipway.store.project;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Where statuses are reported to, at most one place for each project. */
public final class StatusReports {

    private static final String NAME = "status_report";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> PROJECT = Columns.text(NAME, "project");
    private static final Field<String> FORGE = Columns.text(NAME, "forge");
    private static final Field<String> API_URL = Columns.text(NAME, "api_url");
    private static final Field<String> REPOSITORY = Columns.text(NAME, "repository");
    private static final Field<String> TOKEN = Columns.text(NAME, "sealed_token");
    private static final Field<Instant> SINCE = Columns.instant(NAME, "since");

    private StatusReports() {}

    public static Optional<StatusReport> find(DSLContext sql, String project) {
        return sql.selectFrom(TABLE).where(PROJECT.eq(project)).fetchOptional(StatusReports::read);
    }

    /** In place of what the project had. */
    public static void put(DSLContext sql, StatusReport report) {
        delete(sql, report.project());
        sql.insertInto(TABLE)
                .set(PROJECT, report.project())
                .set(FORGE, report.forge())
                .set(API_URL, report.apiUrl())
                .set(REPOSITORY, report.repository())
                .set(TOKEN, report.sealedToken())
                .set(SINCE, report.since())
                .execute();
    }

    /** True when there was one. */
    public static boolean delete(DSLContext sql, String project) {
        return sql.deleteFrom(TABLE).where(PROJECT.eq(project)).execute() > 0;
    }

    private static StatusReport read(Record row) {
        return new StatusReport(
                row.get(PROJECT),
                row.get(FORGE),
                row.get(API_URL),
                row.get(REPOSITORY),
                row.get(TOKEN),
                row.get(SINCE));
    }
}
