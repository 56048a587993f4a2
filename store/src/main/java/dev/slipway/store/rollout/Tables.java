package dev.slipway.store.rollout;

import dev.slipway.store.Columns;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Names of the delivery tables and their columns, table-qualified. */
final class Tables {

    private Tables() {}

    /** {@code release}. */
    static final class ReleaseTable {
        static final Table<Record> TABLE = Columns.table("release");
        static final Field<String> ID = Columns.text("release", "id");
        static final Field<String> PROJECT = Columns.text("release", "project");
        static final Field<Long> NUMBER = Columns.number("release", "number");
        static final Field<String> COMMIT = Columns.text("release", "commit_id");
        static final Field<String> REF = Columns.text("release", "ref");
        static final Field<String> AUTHOR = Columns.text("release", "author");
        static final Field<String> PUSHED_BY = Columns.text("release", "pushed_by");
        static final Field<String> TITLE = Columns.text("release", "title");
        static final Field<String> ARTIFACTS = Columns.text("release", "artifacts");
        static final Field<String> CONFIG_DIGEST = Columns.text("release", "config_digest");
        static final Field<String> CONFIG_TEXT = Columns.text("release", "config_text");
        static final Field<String> DIGEST = Columns.text("release", "digest");
        static final Field<Long> CREATED_AT = Columns.number("release", "created_at");
        static final Field<Boolean> PREVIEW = Columns.flag("release", "preview");

        private ReleaseTable() {}
    }

    /** {@code environment}. */
    static final class EnvironmentTable {
        static final Table<Record> TABLE = Columns.table("environment");
        static final Field<String> PROJECT = Columns.text("environment", "project");
        static final Field<String> NAME = Columns.text("environment", "name");
        static final Field<String> RELEASE = Columns.text("environment", "release_id");
        static final Field<String> ROLLOUT = Columns.text("environment", "rollout_id");
        static final Field<Long> SINCE = Columns.number("environment", "since");
        static final Field<String> LANE = Columns.text("environment", "lane_rollout");

        private EnvironmentTable() {}
    }

    /** {@code rollout}. */
    static final class RolloutTable {
        static final Table<Record> TABLE = Columns.table("rollout");
        static final Field<String> ID = Columns.text("rollout", "id");
        static final Field<String> PROJECT = Columns.text("rollout", "project");
        static final Field<String> ENVIRONMENT = Columns.text("rollout", "environment");
        static final Field<String> RELEASE = Columns.text("rollout", "release_id");
        static final Field<String> PREVIOUS = Columns.text("rollout", "previous_id");
        static final Field<String> KIND = Columns.text("rollout", "kind");
        static final Field<String> STRATEGY = Columns.text("rollout", "strategy");
        static final Field<String> STATE = Columns.text("rollout", "state");
        static final Field<Long> STATE_SINCE = Columns.number("rollout", "state_since");
        static final Field<String> PROGRESS = Columns.text("rollout", "progress");
        static final Field<String> JUDGEMENT = Columns.text("rollout", "judgement");
        static final Field<String> GATES = Columns.text("rollout", "gates");
        static final Field<String> REASON = Columns.text("rollout", "reason");
        static final Field<String> REQUESTED_BY = Columns.text("rollout", "requested_by");
        static final Field<Long> REQUESTED_AT = Columns.number("rollout", "requested_at");
        static final Field<Long> FINISHED_AT = Columns.number("rollout", "finished_at");
        static final Field<Long> DUE_AT = Columns.number("rollout", "due_at");
        static final Field<Long> VERSION = Columns.number("rollout", "version");

        private RolloutTable() {}
    }

    /** {@code rollout_event}. */
    static final class EventTable {
        static final Table<Record> TABLE = Columns.table("rollout_event");
        static final Field<String> ROLLOUT = Columns.text("rollout_event", "rollout_id");
        static final Field<Long> SEQ = Columns.number("rollout_event", "seq");
        static final Field<Long> AT = Columns.number("rollout_event", "at");
        static final Field<String> FROM = Columns.text("rollout_event", "from_state");
        static final Field<String> EVENT = Columns.text("rollout_event", "event");
        static final Field<String> TO = Columns.text("rollout_event", "to_state");
        static final Field<String> WHO = Columns.text("rollout_event", "who");
        static final Field<String> TEXT = Columns.text("rollout_event", "text");

        private EventTable() {}
    }

    /** {@code look}. */
    static final class LookTable {
        static final Table<Record> TABLE = Columns.table("look");
        static final Field<String> ROLLOUT = Columns.text("look", "rollout_id");
        static final Field<Long> SEQ = Columns.number("look", "seq");
        static final Field<Long> AT = Columns.number("look", "at");
        static final Field<String> PHASE = Columns.text("look", "phase");
        static final Field<Long> WEIGHT = Columns.number("look", "weight");
        static final Field<Long> CANARY_REQUESTS = Columns.number("look", "canary_requests");
        static final Field<Long> CANARY_ERRORS = Columns.number("look", "canary_errors");
        static final Field<String> CANARY_LATENCY = Columns.text("look", "canary_latency");
        static final Field<Long> BASELINE_REQUESTS = Columns.number("look", "baseline_requests");
        static final Field<Long> BASELINE_ERRORS = Columns.number("look", "baseline_errors");
        static final Field<String> BASELINE_LATENCY = Columns.text("look", "baseline_latency");
        static final Field<Instant> WATCHED_SINCE = Columns.instant("look", "watched_since");
        static final Field<String> VERDICT = Columns.text("look", "verdict");

        private LookTable() {}
    }

    /** {@code metric_answer}. */
    static final class AnswerTable {
        static final Table<Record> TABLE = Columns.table("metric_answer");
        static final Field<String> ROLLOUT = Columns.text("metric_answer", "rollout_id");
        static final Field<Long> METRIC = Columns.number("metric_answer", "metric");
        static final Field<Long> INDEX = Columns.number("metric_answer", "window_index");
        static final Field<Instant> FROM = Columns.instant("metric_answer", "window_from");
        static final Field<Instant> UNTIL = Columns.instant("metric_answer", "window_until");
        static final Field<Instant> ASKED = Columns.instant("metric_answer", "asked_at");
        static final Field<String> CANARY = Columns.text("metric_answer", "canary");
        static final Field<String> BASELINE = Columns.text("metric_answer", "baseline");

        private AnswerTable() {}
    }

    /** {@code approval}. */
    static final class ApprovalTable {
        static final Table<Record> TABLE = Columns.table("approval");
        static final Field<String> ROLLOUT = Columns.text("approval", "rollout_id");
        static final Field<Long> SEQ = Columns.number("approval", "seq");
        static final Field<String> RELEASE = Columns.text("approval", "release_digest");
        static final Field<String> ACCOUNT = Columns.text("approval", "account");
        static final Field<String> DECISION = Columns.text("approval", "decision");
        static final Field<String> COMMENT = Columns.text("approval", "comment");
        static final Field<Long> AT = Columns.number("approval", "at");
        static final Field<String> TEAMS = Columns.text("approval", "teams");

        private ApprovalTable() {}
    }
}
