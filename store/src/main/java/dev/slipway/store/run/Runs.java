package dev.slipway.store.run;

import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.store.run.RunTables.ArtifactTable;
import dev.slipway.store.run.RunTables.RunTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Runs and their artifacts; a run's row is only ever replaced by its next version. */
public final class Runs {

    private Runs() {}

    /** The number of the next run of a workflow file. */
    public static long nextNumber(DSLContext sql, String project, String file) {
        Long last = sql.select(DSL.max(RunTable.NUMBER))
                .from(RunTable.TABLE)
                .where(RunTable.PROJECT.eq(project))
                .and(RunTable.FILE.eq(file))
                .fetchOne(0, Long.class);
        return last == null ? 1 : last + 1;
    }

    public static void create(DSLContext sql, Run run) {
        sql.insertInto(RunTable.TABLE)
                .set(RunTable.ID, run.id())
                .set(RunTable.PROJECT, run.project())
                .set(RunTable.NUMBER, run.number())
                .set(RunTable.WORKFLOW, run.workflow())
                .set(RunTable.FILE, run.file())
                .set(RunTable.EVENT, run.event())
                .set(RunTable.REF, run.ref())
                .set(RunTable.COMMIT, run.commit())
                .set(RunTable.ACTOR, run.actor())
                .set(RunTable.STATE, run.state())
                .set(RunTable.VERSION, run.version())
                .set(RunTable.GROUP, run.group())
                .set(RunTable.REASON, run.reason())
                .set(RunTable.EVENT_JSON, run.eventJson())
                .set(RunTable.FINDINGS, Json.write(run.findings()))
                .set(RunTable.CREATED_AT, run.createdAt())
                .set(RunTable.STARTED_AT, run.startedAt())
                .set(RunTable.FINISHED_AT, run.finishedAt())
                .set(RunTable.ATTEMPT, run.attempt())
                .set(RunTable.RERUN_OF, run.rerunOf())
                .set(RunTable.ASKED_BY, run.askedBy())
                .set(RunTable.SERIAL, run.serial())
                .execute();
    }

    /** All attempts of the same run, the first one first. */
    public static List<Run> attempts(DSLContext sql, Run run) {
        return sql.selectFrom(RunTable.TABLE)
                .where(RunTable.PROJECT.eq(run.project()))
                .and(RunTable.FILE.eq(run.file()))
                .and(RunTable.NUMBER.eq(run.number()))
                .orderBy(RunTable.ATTEMPT)
                .fetch(Runs::read);
    }

    /**
     * Writes the next version of a run.
     *
     * @throws Problem CONFLICT, code {@code stale-version}, when somebody else has written it meanwhile
     */
    public static void save(DSLContext sql, Run next) {
        int updated = sql.update(RunTable.TABLE)
                .set(RunTable.STATE, next.state())
                .set(RunTable.VERSION, next.version())
                .set(RunTable.REASON, next.reason())
                .set(RunTable.STARTED_AT, next.startedAt())
                .set(RunTable.FINISHED_AT, next.finishedAt())
                .where(RunTable.ID.eq(next.id()))
                .and(RunTable.VERSION.eq(next.version() - 1))
                .execute();
        if (updated != 1) {
            throw stale("run " + next.id());
        }
    }

    /** Keeps what the run was started by; no transition, so no version. */
    public static void keepEvent(DSLContext sql, Run run) {
        sql.update(RunTable.TABLE)
                .set(RunTable.EVENT_JSON, run.eventJson())
                .where(RunTable.ID.eq(run.id()))
                .execute();
    }

    static Problem stale(String what) {
        return Problem.of(
                Problem.Kind.CONFLICT,
                "stale-version",
                what + " has moved on meanwhile",
                "look at it again, then decide");
    }

    /** @throws Problem NOT_FOUND, code {@code no-run} */
    public static Run get(DSLContext sql, String id) {
        return sql.selectFrom(RunTable.TABLE)
                .where(RunTable.ID.eq(id))
                .fetchOptional(Runs::read)
                .orElseThrow(() -> absent(id));
    }

    static Problem absent(String name) {
        return Problem.of(
                Problem.Kind.NOT_FOUND, "no-run", "there is no run '" + name + "'", "`slipway runs` lists them");
    }

    /** Newest first. */
    public static List<Run> ofProject(DSLContext sql, String project, int limit) {
        return list(sql, RunTable.PROJECT.eq(project), limit);
    }

    /** Those of a commit, newest first. */
    public static List<Run> ofCommit(DSLContext sql, String project, String commit) {
        return list(sql, RunTable.PROJECT.eq(project).and(RunTable.COMMIT.eq(commit)), Integer.MAX_VALUE);
    }

    private static List<Run> list(DSLContext sql, Condition which, int limit) {
        return sql.selectFrom(RunTable.TABLE)
                .where(which)
                .orderBy(RunTable.CREATED_AT.desc(), RunTable.ID.desc())
                .limit(limit)
                .fetch(Runs::read);
    }

    /** Those in one of the states, oldest first. */
    public static List<Run> in(DSLContext sql, Collection<RunState> states) {
        return sql.selectFrom(RunTable.TABLE)
                .where(RunTable.STATE.in(states))
                .orderBy(RunTable.CREATED_AT, RunTable.ID)
                .fetch(Runs::read);
    }

    /** Those of a concurrency group in one of the states, oldest first. */
    public static List<Run> ofGroup(DSLContext sql, String project, String group, Collection<RunState> states) {
        return sql.selectFrom(RunTable.TABLE)
                .where(RunTable.PROJECT.eq(project))
                .and(RunTable.GROUP.eq(group))
                .and(RunTable.STATE.in(states))
                .orderBy(RunTable.CREATED_AT, RunTable.ID)
                .fetch(Runs::read);
    }

    /** Notes an artifact; one of the same name is replaced. */
    public static void keep(DSLContext sql, RunArtifact artifact) {
        sql.deleteFrom(ArtifactTable.TABLE)
                .where(ArtifactTable.RUN.eq(artifact.run()))
                .and(ArtifactTable.TITLE.eq(artifact.name()))
                .execute();
        sql.insertInto(ArtifactTable.TABLE)
                .set(ArtifactTable.RUN, artifact.run())
                .set(ArtifactTable.TITLE, artifact.name())
                .set(ArtifactTable.DIGEST, artifact.digest().hex())
                .set(ArtifactTable.SIZE, artifact.sizeBytes())
                .set(ArtifactTable.CREATED_AT, artifact.createdAt())
                .set(ArtifactTable.EXPIRES_AT, artifact.expiresAt())
                .set(ArtifactTable.EXPIRED_AT, artifact.expiredAt())
                .execute();
    }

    /** By name, also those that have expired. */
    public static List<RunArtifact> artifacts(DSLContext sql, String run) {
        return sql.selectFrom(ArtifactTable.TABLE)
                .where(ArtifactTable.RUN.eq(run))
                .orderBy(ArtifactTable.TITLE)
                .fetch(ExpiringArtifacts::read);
    }

    /** The run, if there is one. */
    public static Optional<Run> find(DSLContext sql, String id) {
        return sql.selectFrom(RunTable.TABLE).where(RunTable.ID.eq(id)).fetchOptional(Runs::read);
    }

    private static Run read(Record row) {
        return new Run(
                row.get(RunTable.ID),
                row.get(RunTable.PROJECT),
                row.get(RunTable.NUMBER),
                row.get(RunTable.WORKFLOW),
                row.get(RunTable.FILE),
                row.get(RunTable.EVENT),
                row.get(RunTable.REF),
                row.get(RunTable.COMMIT),
                row.get(RunTable.ACTOR),
                row.get(RunTable.STATE),
                row.get(RunTable.VERSION),
                row.get(RunTable.GROUP),
                row.get(RunTable.REASON),
                row.get(RunTable.EVENT_JSON),
                Arrays.asList(Json.read(row.get(RunTable.FINDINGS), Finding[].class)),
                row.get(RunTable.CREATED_AT),
                row.get(RunTable.STARTED_AT),
                row.get(RunTable.FINISHED_AT),
                row.get(RunTable.ATTEMPT),
                row.get(RunTable.RERUN_OF),
                row.get(RunTable.ASKED_BY),
                row.get(RunTable.SERIAL));
    }

    /** The newest artifact of a project's runs that is wanted and has not expired. */
    public static Optional<RunArtifact> newestArtifact(DSLContext sql, String project, Predicate<RunArtifact> wanted) {
        try (Stream<Record> rows = sql.select(ArtifactTable.TABLE.asterisk())
                .from(ArtifactTable.TABLE)
                .join(RunTable.TABLE)
                .on(RunTable.ID.eq(ArtifactTable.RUN))
                .where(RunTable.PROJECT.eq(project))
                .and(ArtifactTable.EXPIRED_AT.isNull())
                .orderBy(ArtifactTable.CREATED_AT.desc())
                .fetchStream()) {
            return rows.map(ExpiringArtifacts::read).filter(wanted).findFirst();
        }
    }
}
