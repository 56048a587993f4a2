package dev.slipway.store.rollout;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Names of the delivery tables and their columns, table-qualified. */
final class Tables {

    private Tables() {}

    private static <T> Field<T> column(String table, String column, Class<T> type) {
        return field(name(table, column), type);
    }

    /** {@code release}. */
    static final class ReleaseTable {
        static final Table<Record> TABLE = table(name("release"));
        static final Field<String> ID = column("release", "id", String.class);
        static final Field<String> PROJECT = column("release", "project", String.class);
        static final Field<Long> NUMBER = column("release", "number", Long.class);
        static final Field<String> COMMIT = column("release", "commit_id", String.class);
        static final Field<String> REF = column("release", "ref", String.class);
        static final Field<String> AUTHOR = column("release", "author", String.class);
        static final Field<String> PUSHED_BY = column("release", "pushed_by", String.class);
        static final Field<String> TITLE = column("release", "title", String.class);
        static final Field<String> ARTIFACTS = column("release", "artifacts", String.class);
        static final Field<String> CONFIG_DIGEST = column("release", "config_digest", String.class);
        static final Field<String> CONFIG_TEXT = column("release", "config_text", String.class);
        static final Field<String> DIGEST = column("release", "digest", String.class);
        static final Field<Long> CREATED_AT = column("release", "created_at", Long.class);

        private ReleaseTable() {}
    }

    /** {@code environment}. */
    static final class EnvironmentTable {
        static final Table<Record> TABLE = table(name("environment"));
        static final Field<String> PROJECT = column("environment", "project", String.class);
        static final Field<String> NAME = column("environment", "name", String.class);
        static final Field<String> RELEASE = column("environment", "release_id", String.class);
        static final Field<String> ROLLOUT = column("environment", "rollout_id", String.class);
        static final Field<Long> SINCE = column("environment", "since", Long.class);
        static final Field<String> LANE = column("environment", "lane_rollout", String.class);

        private EnvironmentTable() {}
    }

    /** {@code rollout}. */
    static final class RolloutTable {
        static final Table<Record> TABLE = table(name("rollout"));
        static final Field<String> ID = column("rollout", "id", String.class);
        static final Field<String> PROJECT = column("rollout", "project", String.class);
        static final Field<String> ENVIRONMENT = column("rollout", "environment", String.class);
        static final Field<String> RELEASE = column("rollout", "release_id", String.class);
        static final Field<String> PREVIOUS = column("rollout", "previous_id", String.class);
        static final Field<String> KIND = column("rollout", "kind", String.class);
        static final Field<String> STRATEGY = column("rollout", "strategy", String.class);
        static final Field<String> STATE = column("rollout", "state", String.class);
        static final Field<Long> STATE_SINCE = column("rollout", "state_since", Long.class);
        static final Field<String> PROGRESS = column("rollout", "progress", String.class);
        static final Field<String> JUDGEMENT = column("rollout", "judgement", String.class);
        static final Field<String> REASON = column("rollout", "reason", String.class);
        static final Field<String> REQUESTED_BY = column("rollout", "requested_by", String.class);
        static final Field<Long> REQUESTED_AT = column("rollout", "requested_at", Long.class);
        static final Field<Long> FINISHED_AT = column("rollout", "finished_at", Long.class);
        static final Field<Long> DUE_AT = column("rollout", "due_at", Long.class);
        static final Field<Long> VERSION = column("rollout", "version", Long.class);

        private RolloutTable() {}
    }

    /** {@code rollout_event}. */
    static final class EventTable {
        static final Table<Record> TABLE = table(name("rollout_event"));
        static final Field<String> ROLLOUT = column("rollout_event", "rollout_id", String.class);
        static final Field<Long> SEQ = column("rollout_event", "seq", Long.class);
        static final Field<Long> AT = column("rollout_event", "at", Long.class);
        static final Field<String> FROM = column("rollout_event", "from_state", String.class);
        static final Field<String> EVENT = column("rollout_event", "event", String.class);
        static final Field<String> TO = column("rollout_event", "to_state", String.class);
        static final Field<String> WHO = column("rollout_event", "who", String.class);
        static final Field<String> TEXT = column("rollout_event", "text", String.class);

        private EventTable() {}
    }

    /** {@code look}. */
    static final class LookTable {
        static final Table<Record> TABLE = table(name("look"));
        static final Field<String> ROLLOUT = column("look", "rollout_id", String.class);
        static final Field<Long> SEQ = column("look", "seq", Long.class);
        static final Field<Long> AT = column("look", "at", Long.class);
        static final Field<String> PHASE = column("look", "phase", String.class);
        static final Field<Long> WEIGHT = column("look", "weight", Long.class);
        static final Field<Long> CANARY_REQUESTS = column("look", "canary_requests", Long.class);
        static final Field<Long> CANARY_ERRORS = column("look", "canary_errors", Long.class);
        static final Field<String> CANARY_LATENCY = column("look", "canary_latency", String.class);
        static final Field<Long> BASELINE_REQUESTS = column("look", "baseline_requests", Long.class);
        static final Field<Long> BASELINE_ERRORS = column("look", "baseline_errors", Long.class);
        static final Field<String> BASELINE_LATENCY = column("look", "baseline_latency", String.class);

        private LookTable() {}
    }

    /** {@code approval}. */
    static final class ApprovalTable {
        static final Table<Record> TABLE = table(name("approval"));
        static final Field<String> ROLLOUT = column("approval", "rollout_id", String.class);
        static final Field<Long> SEQ = column("approval", "seq", Long.class);
        static final Field<String> RELEASE = column("approval", "release_digest", String.class);
        static final Field<String> ACCOUNT = column("approval", "account", String.class);
        static final Field<String> DECISION = column("approval", "decision", String.class);
        static final Field<String> COMMENT = column("approval", "comment", String.class);
        static final Field<Long> AT = column("approval", "at", Long.class);

        private ApprovalTable() {}
    }
}
