package dev.slipway.store.run;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.store.run.RunTables.JobRows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The legs of jobs; a row is only ever replaced by its next version. */
public final class Jobs {

    private Jobs() {}

    public static void create(DSLContext sql, Job job) {
        sql.insertInto(JobRows.TABLE)
                .set(JobRows.ID, job.id())
                .set(JobRows.RUN, job.run())
                .set(JobRows.POSITION, job.position())
                .set(JobRows.LEG_KEY, job.legKey())
                .set(JobRows.JOB_ID, job.jobId())
                .set(JobRows.TITLE, job.name())
                .set(JobRows.NEEDS, Json.write(job.needs()))
                .set(JobRows.STATE, job.state())
                .set(JobRows.VERSION, job.version())
                .set(JobRows.ATTEMPT, job.attempt())
                .set(JobRows.REASON, job.reason())
                .set(JobRows.OUTPUTS, Json.write(job.outputs()))
                .set(JobRows.STEPS, job.stepsJson())
                .set(JobRows.ANNOTATIONS, job.annotationsJson())
                .set(JobRows.SUMMARY, job.summary())
                .set(JobRows.CONTINUE, job.continueOnError())
                .set(JobRows.CREATED_AT, job.createdAt())
                .set(JobRows.STARTED_AT, job.startedAt())
                .set(JobRows.FINISHED_AT, job.finishedAt())
                .execute();
    }

    /**
     * Writes the next version of a leg.
     *
     * @throws Problem CONFLICT, code {@code stale-version}, when somebody else has written it meanwhile
     */
    public static void save(DSLContext sql, Job next) {
        int updated = sql.update(JobRows.TABLE)
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
                .and(JobRows.VERSION.eq(next.version() - 1))
                .execute();
        if (updated != 1) {
            throw Runs.stale("job " + next.id());
        }
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
        return sql.selectFrom(JobRows.TABLE)
                .where(JobRows.ID.eq(id))
                .fetchOptional(Jobs::read)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND, "no-job", "there is no job '" + id + "'", "the run lists its jobs"));
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
