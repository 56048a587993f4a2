package dev.slipway.store.run;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** When workflows are due. */
public final class ScheduleRows {

    private static final String NAME = "schedule";
    private static final Table<Record> SCHEDULE = Columns.table(NAME);
    private static final Field<String> PROJECT = Columns.text(NAME, "project");
    private static final Field<String> FILE = Columns.text(NAME, "file");
    private static final Field<String> CRON = Columns.text(NAME, "cron");
    private static final Field<Instant> NEXT_AT = Columns.instant(NAME, "next_at");

    private ScheduleRows() {}

    /** From now on the project has exactly these; a line that it had already keeps its time. */
    public static void replace(DSLContext sql, String project, List<Schedule> wanted) {
        List<Schedule> known =
                sql.selectFrom(SCHEDULE).where(PROJECT.eq(project)).fetch(ScheduleRows::read);
        sql.deleteFrom(SCHEDULE).where(PROJECT.eq(project)).execute();
        for (Schedule schedule : wanted.stream().distinct().toList()) {
            Instant next = known.stream()
                    .filter(old ->
                            old.file().equals(schedule.file()) && old.cron().equals(schedule.cron()))
                    .map(Schedule::nextAt)
                    .findFirst()
                    .orElse(schedule.nextAt());
            sql.insertInto(SCHEDULE)
                    .set(PROJECT, project)
                    .set(FILE, schedule.file())
                    .set(CRON, schedule.cron())
                    .set(NEXT_AT, next)
                    .execute();
        }
    }

    /** Those whose time has come. */
    public static List<Schedule> due(DSLContext sql, Instant now) {
        return sql.selectFrom(SCHEDULE)
                .where(NEXT_AT.le(now))
                .orderBy(NEXT_AT, PROJECT, FILE)
                .fetch(ScheduleRows::read);
    }

    /** Those whose time is still to come. */
    public static List<Schedule> ahead(DSLContext sql, Instant now) {
        return sql.selectFrom(SCHEDULE).where(NEXT_AT.gt(now)).fetch(ScheduleRows::read);
    }

    /** When the next one is due. */
    public static Optional<Instant> earliest(DSLContext sql) {
        return sql.select(NEXT_AT).from(SCHEDULE).orderBy(NEXT_AT).limit(1).fetchOptional(NEXT_AT);
    }

    /** Notes when it is due again; one that never is goes. */
    public static void next(DSLContext sql, Schedule schedule, Optional<Instant> next) {
        var which = PROJECT.eq(schedule.project()).and(FILE.eq(schedule.file())).and(CRON.eq(schedule.cron()));
        if (next.isPresent()) {
            sql.update(SCHEDULE).set(NEXT_AT, next.get()).where(which).execute();
        } else {
            sql.deleteFrom(SCHEDULE).where(which).execute();
        }
    }

    private static Schedule read(Record row) {
        return new Schedule(row.get(PROJECT), row.get(FILE), row.get(CRON), row.get(NEXT_AT));
    }
}
