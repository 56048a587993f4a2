package dev.slipway.store.run;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Which legs have entered, or ask to enter, an environment. */
public final class JobEntries {

    private static final String NAME = "job_entry";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> JOB = Columns.text(NAME, "job_id");
    private static final Field<String> RUN = Columns.text(NAME, "run_id");
    private static final Field<String> ENVIRONMENT = Columns.text(NAME, "environment");
    private static final Field<Instant> REQUESTED_AT = Columns.instant(NAME, "requested_at");
    private static final Field<Instant> OPENED_AT = Columns.instant(NAME, "opened_at");
    private static final Field<String> URL = Columns.text(NAME, "url");

    private JobEntries() {}

    public static void create(DSLContext sql, JobEntry entry) {
        sql.insertInto(TABLE)
                .set(JOB, entry.job())
                .set(RUN, entry.run())
                .set(ENVIRONMENT, entry.environment())
                .set(REQUESTED_AT, entry.requestedAt())
                .set(OPENED_AT, entry.openedAt())
                .set(URL, entry.url())
                .execute();
    }

    public static Optional<JobEntry> find(DSLContext sql, String job) {
        return sql.selectFrom(TABLE).where(JOB.eq(job)).fetchOptional(JobEntries::read);
    }

    /** Those of a run, in the order in which they asked. */
    public static List<JobEntry> ofRun(DSLContext sql, String run) {
        return sql.selectFrom(TABLE)
                .where(RUN.eq(run))
                .orderBy(REQUESTED_AT, JOB)
                .fetch(JobEntries::read);
    }

    /** The gates have let the leg in. */
    public static void opened(DSLContext sql, String job, Instant at) {
        sql.update(TABLE).set(OPENED_AT, at).where(JOB.eq(job)).execute();
    }

    /** Notes where to look at what the leg brought. */
    public static void shown(DSLContext sql, String job, String url) {
        sql.update(TABLE).set(URL, url).where(JOB.eq(job)).execute();
    }

    private static JobEntry read(Record row) {
        return new JobEntry(
                row.get(JOB),
                row.get(RUN),
                row.get(ENVIRONMENT),
                row.get(REQUESTED_AT),
                row.get(OPENED_AT),
                row.get(URL));
    }
}
