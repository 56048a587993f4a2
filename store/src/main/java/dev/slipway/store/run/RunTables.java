package dev.slipway.store.run;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.store.Columns;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The tables of V6__run_attempts.sql, V11__run_asked_by.sql, V15__artifacts_expire.sql and V16__run_serials.sql as constants. */
final class RunTables {

    private RunTables() {}

    /** {@code run}. */
    static final class RunTable {
        private static final String NAME = "run";
        static final Table<Record> TABLE = Columns.table(NAME);
        static final Field<String> ID = Columns.text(NAME, "id");
        static final Field<String> PROJECT = Columns.text(NAME, "project");
        static final Field<Long> NUMBER = Columns.number(NAME, "number");
        static final Field<Long> SERIAL = Columns.number(NAME, "serial");
        static final Field<Long> ATTEMPT = Columns.number(NAME, "attempt");
        static final Field<String> RERUN_OF = Columns.text(NAME, "rerun_of");
        static final Field<String> WORKFLOW = Columns.text(NAME, "workflow");
        static final Field<String> FILE = Columns.text(NAME, "file");
        static final Field<String> EVENT = Columns.text(NAME, "event");
        static final Field<String> REF = Columns.text(NAME, "ref");
        static final Field<String> COMMIT = Columns.text(NAME, "commit_hash");
        static final Field<String> ACTOR = Columns.text(NAME, "actor");
        static final Field<String> ASKED_BY = Columns.text(NAME, "asked_by");
        static final Field<RunState> STATE = Columns.word(NAME, "state", RunState.class);
        static final Field<Long> VERSION = Columns.number(NAME, "version");
        static final Field<String> GROUP = Columns.text(NAME, "concurrency_group");
        static final Field<String> REASON = Columns.text(NAME, "reason");
        static final Field<String> EVENT_JSON = Columns.text(NAME, "event_json");
        static final Field<String> FINDINGS = Columns.text(NAME, "findings_json");
        static final Field<Instant> CREATED_AT = Columns.instant(NAME, "created_at");
        static final Field<Instant> STARTED_AT = Columns.instant(NAME, "started_at");
        static final Field<Instant> FINISHED_AT = Columns.instant(NAME, "finished_at");

        private RunTable() {}
    }

    /** {@code job}. */
    static final class JobRows {
        private static final String NAME = "job";
        static final Table<Record> TABLE = Columns.table(NAME);
        static final Field<String> ID = Columns.text(NAME, "id");
        static final Field<String> RUN = Columns.text(NAME, "run_id");
        static final Field<Long> POSITION = Columns.number(NAME, "position");
        static final Field<String> LEG_KEY = Columns.text(NAME, "leg_key");
        static final Field<String> JOB_ID = Columns.text(NAME, "job_id");
        static final Field<String> TITLE = Columns.text(NAME, "name");
        static final Field<String> NEEDS = Columns.text(NAME, "needs_json");
        static final Field<JobState> STATE = Columns.word(NAME, "state", JobState.class);
        static final Field<Long> VERSION = Columns.number(NAME, "version");
        static final Field<Long> ATTEMPT = Columns.number(NAME, "attempt");
        static final Field<String> REASON = Columns.text(NAME, "reason");
        static final Field<String> OUTPUTS = Columns.text(NAME, "outputs_json");
        static final Field<String> STEPS = Columns.text(NAME, "steps_json");
        static final Field<String> ANNOTATIONS = Columns.text(NAME, "annotations_json");
        static final Field<String> SUMMARY = Columns.text(NAME, "summary");
        static final Field<Boolean> CONTINUE = Columns.flag(NAME, "continue_on_error");
        static final Field<Instant> CREATED_AT = Columns.instant(NAME, "created_at");
        static final Field<Instant> STARTED_AT = Columns.instant(NAME, "started_at");
        static final Field<Instant> FINISHED_AT = Columns.instant(NAME, "finished_at");

        private JobRows() {}
    }

    /** {@code run_artifact}. */
    static final class ArtifactTable {
        private static final String NAME = "run_artifact";
        static final Table<Record> TABLE = Columns.table(NAME);
        static final Field<String> RUN = Columns.text(NAME, "run_id");
        static final Field<String> TITLE = Columns.text(NAME, "name");
        static final Field<String> DIGEST = Columns.text(NAME, "digest");
        static final Field<Long> SIZE = Columns.number(NAME, "size_bytes");
        static final Field<Instant> CREATED_AT = Columns.instant(NAME, "created_at");
        static final Field<Instant> EXPIRES_AT = Columns.instant(NAME, "expires_at");
        static final Field<Instant> EXPIRED_AT = Columns.instant(NAME, "expired_at");

        private ArtifactTable() {}
    }
}
