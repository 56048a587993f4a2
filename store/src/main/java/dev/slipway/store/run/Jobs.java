package dev.slipway.store.run;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.store.run.RunTables.JobRows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.BatchBindStep;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The legs of jobs; a row is only ever replaced by its next version. */
public final class Jobs {

    private Jobs() {}

    private static final List<Field<?>> COLUMNS = List.of(
            JobRows.ID,
            JobRows.RUN,
            JobRows.POSITION,
            JobRows.LEG_KEY,
            JobRows.JOB_ID,
            JobRows.TITLE,
            JobRows.NEEDS,
            JobRows.STATE,
            JobRows.VERSION,
            JobRows.ATTEMPT,
            JobRows.REASON,
            JobRows.OUTPUTS,
            JobRows.STEPS,
            JobRows.ANNOTATIONS,
            JobRows.SUMMARY,
            JobRows.CONTINUE,
            JobRows.CREATED_AT,
            JobRows.STARTED_AT,
            JobRows.FINISHED_AT);

    public static void create(DSLContext sql, Job job) {
        create(sql, List.of(job));
    }

    /** Creates all of them with one statement. */
    public static void create(DSLContext sql, List<Job> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        BatchBindStep rows = sql.batch(sql.insertInto(JobRows.TABLE, COLUMNS).values(values(jobs.getFirst())));
        for (Job job : jobs) {
            rows = rows.bind(values(job));
        }
        rows.execute();
    }

    /** In the order of the columns. */
    private static @Nullable Object[] values(Job job) {
        return new @Nullable Object[] {
            job.id(),
            job.run(),
            job.position(),
            job.legKey(),
            job.jobId(),
            job.name(),
            Json.write(job.needs()),
            job.state(),
            job.version(),
            job.attempt(),
            job.reason(),
            Json.write(job.outputs()),
            job.stepsJson(),
            job.annotationsJson(),
            job.summary(),
            job.continueOnError(),
            job.createdAt(),
            job.startedAt(),
            job.finishedAt()
        };
    }

    /**
     * Writes the next version of a leg.
     *
     * @throws Problem CONFLICT, code {@code stale-version}, when somebody else has written it meanwhile
     */
    public static void save(DSLContext sql, Job next) {
        save(sql, List.of(next));
    }

    /**
     * Writes the next versions of legs with one statement.
     *
     * @throws Problem CONFLICT, code {@code stale-version}, when somebody else has written one of them meanwhile
     */
    public static void save(DSLContext sql, List<Job> next) {
        if (next.isEmpty()) {
            return;
        }
        BatchBindStep rows = sql.batch(update(sql, next.getFirst()));
        for (Job job : next) {
            rows = rows.bind(changes(job));
        }
        int[] updated = rows.execute();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] != 1) {
                throw Runs.stale("job " + next.get(i).id());
            }
        }
    }

    private static Query update(DSLContext sql, Job next) {
        return sql.update(JobRows.TABLE)
                .set(JobRows.STATE, next.state())
                .set(JobRows.VERSION, next.version())
                .set(JobRows.ATTEMPT, next.attempt())
                .set(JobRows.REASON, next.reason())
                .set(JobRows.OUTPUTS, Json.write(next.outputs()))
                .set(JobRows.STEPS, next.stepsJson())
                .set(JobRows.ANNOTATIONS, next.annotationsJson())
                .set(JobRows.SUMMARY, next.summary())
                .set(JobRows.STARTED_AT, next.startedAt())
                .set(JobRows.FINISHED_AT, next.finishedAt())
                .where(JobRows.ID.eq(next.id()))
                .and(JobRows.VERSION.eq(next.version() - 1));
    }

    /** In the order in which the update names them. */
    private static @Nullable Object[] changes(Job next) {
        return new @Nullable Object[] {
            next.state(),
            next.version(),
            next.attempt(),
            next.reason(),
            Json.write(next.outputs()),
            next.stepsJson(),
            next.annotationsJson(),
            next.summary(),
            next.startedAt(),
            next.finishedAt(),
            next.id(),
            next.version() - 1
        };
    }

    /** Removes the stand-in of a job whose legs are known now. */
    public static void remove(DSLContext sql, Job standIn) {
        sql.deleteFrom(JobRows.TABLE).where(JobRows.ID.eq(standIn.id())).execute();
    }

    /** Shows how far a running attempt is; no transition, so no version. */
    public static void progress(DSLContext sql, String id, String stepsJson) {
        sql.update(JobRows.TABLE)
                .set(JobRows.STEPS, stepsJson)
                .where(JobRows.ID.eq(id))
                .execute();
    }

    /** Those of a run in its order. */
    public static List<Job> ofRun(DSLContext sql, String run) {
        return sql.selectFrom(JobRows.TABLE)
                .where(JobRows.RUN.eq(run))
                .orderBy(JobRows.POSITION, JobRows.ID)
                .fetch(Jobs::read);
    }

    /** @throws Problem NOT_FOUND, code {@code no-job} */
    public static Job get(DSLContext sql, String id) {
        return find(sql, id)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND, "no-job", "there is no job '" + id + "'", "the run lists its jobs"));
    }

    public static Optional<Job> find(DSLContext sql, String id) {
        return sql.selectFrom(JobRows.TABLE).where(JobRows.ID.eq(id)).fetchOptional(Jobs::read);
    }

    private static Job read(Record row) {
        return new Job(
                row.get(JobRows.ID),
                row.get(JobRows.RUN),
                row.get(JobRows.POSITION),
                row.get(JobRows.LEG_KEY),
                row.get(JobRows.JOB_ID),
                row.get(JobRows.TITLE),
                Arrays.asList(Json.read(row.get(JobRows.NEEDS), String[].class)),
                row.get(JobRows.STATE),
                row.get(JobRows.VERSION),
                row.get(JobRows.ATTEMPT),
                row.get(JobRows.REASON),
                texts(row.get(JobRows.OUTPUTS)),
                row.get(JobRows.STEPS),
                row.get(JobRows.ANNOTATIONS),
                row.get(JobRows.SUMMARY),
                row.get(JobRows.CONTINUE),
                row.get(JobRows.CREATED_AT),
                row.get(JobRows.STARTED_AT),
                row.get(JobRows.FINISHED_AT));
    }

    private static Map<String, String> texts(String json) {
        Map<String, String> texts = new LinkedHashMap<>();
        Json.mapper()
                .readTree(json)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
        return texts;
    }
}
