package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The outbox: a notice is written with the decision to tell, and sent from here until it has arrived. */
public final class NoticeRows {

    private static final String NAME = "notice";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> ID = Columns.text(NAME, "id");
    private static final Field<NoticeKind> KIND = Columns.word(NAME, "kind", NoticeKind.class);
    private static final Field<String> GROUP = Columns.text(NAME, "group_id");
    private static final Field<String> RECEIVER = Columns.text(NAME, "receiver");
    private static final Field<String> INTEGRATION = Columns.text(NAME, "integration");
    private static final Field<String> CONTENT = Columns.text(NAME, "content_json");
    private static final Field<NoticeState> STATE = Columns.word(NAME, "state", NoticeState.class);
    private static final Field<Long> ATTEMPTS = Columns.number(NAME, "attempts");
    private static final Field<Instant> CREATED_AT = Columns.instant(NAME, "created_at");
    private static final Field<Instant> DUE_AT = Columns.instant(NAME, "due_at");
    private static final Field<Instant> DONE_AT = Columns.instant(NAME, "done_at");
    private static final Field<String> ERROR = Columns.text(NAME, "error");

    private NoticeRows() {}

    /**
     * One notice.
     *
     * @param group digest of what it tells of: a group of alerts, or a check of a commit
     * @param receiver name in the configuration of alerts, or the project
     * @param integration of the receiver, such as {@code webhook[0]}
     * @param content what is told, without any secret
     * @param dueAt when it is tried next
     * @param doneAt when it was sent or given up
     * @param error of the last attempt, or empty
     */
    public record Row(
            String id,
            NoticeKind kind,
            String group,
            String receiver,
            String integration,
            String content,
            NoticeState state,
            long attempts,
            Instant createdAt,
            Instant dueAt,
            @Nullable Instant doneAt,
            String error) {}

    /** Puts a notice into the outbox; one of the same group and integration that waits still is superseded. */
    public static void add(DSLContext sql, Row row) {
        sql.update(TABLE)
                .set(STATE, NoticeState.SUPERSEDED)
                .set(DONE_AT, row.createdAt())
                .where(KIND.eq(row.kind()))
                .and(GROUP.eq(row.group()))
                .and(RECEIVER.eq(row.receiver()))
                .and(INTEGRATION.eq(row.integration()))
                .and(STATE.eq(NoticeState.PENDING))
                .execute();
        sql.insertInto(TABLE)
                .set(ID, row.id())
                .set(KIND, row.kind())
                .set(GROUP, row.group())
                .set(RECEIVER, row.receiver())
                .set(INTEGRATION, row.integration())
                .set(CONTENT, row.content())
                .set(STATE, row.state())
                .set(ATTEMPTS, row.attempts())
                .set(CREATED_AT, row.createdAt())
                .set(DUE_AT, row.dueAt())
                .set(DONE_AT, row.doneAt())
                .set(ERROR, row.error())
                .execute();
    }

    /** Forgets all notices of a group: of signs of life only the newest is worth anything. */
    public static void forget(DSLContext sql, NoticeKind kind, String group) {
        sql.deleteFrom(TABLE).where(KIND.eq(kind)).and(GROUP.eq(group)).execute();
    }

    /** Forgets those that arrived, were given up or superseded before then. */
    public static void deleteBefore(DSLContext sql, NoticeKind kind, Instant time) {
        sql.deleteFrom(TABLE)
                .where(KIND.eq(kind))
                .and(STATE.ne(NoticeState.PENDING))
                .and(DONE_AT.lt(time))
                .execute();
    }

    /** Those whose time has come, oldest first. */
    public static List<Row> due(DSLContext sql, NoticeKind kind, Instant now, int most) {
        return sql.selectFrom(TABLE)
                .where(KIND.eq(kind))
                .and(STATE.eq(NoticeState.PENDING))
                .and(DUE_AT.le(now))
                .orderBy(DUE_AT, ID)
                .limit(most)
                .fetch(NoticeRows::read);
    }

    /** False once it has arrived, was given up or superseded. */
    public static boolean isPending(DSLContext sql, String id) {
        return sql.fetchExists(sql.selectOne().from(TABLE).where(ID.eq(id)).and(STATE.eq(NoticeState.PENDING)));
    }

    /** When the next one is due. */
    public static Optional<Instant> earliest(DSLContext sql, NoticeKind kind) {
        return sql.select(DUE_AT)
                .from(TABLE)
                .where(KIND.eq(kind))
                .and(STATE.eq(NoticeState.PENDING))
                .orderBy(DUE_AT)
                .limit(1)
                .fetchOptional(DUE_AT);
    }

    /** Newest first. */
    public static List<Row> newest(DSLContext sql, NoticeKind kind, int most) {
        return newest(sql, KIND.eq(kind), most);
    }

    /** Those of one receiver, newest first. */
    public static List<Row> newest(DSLContext sql, NoticeKind kind, String receiver, int most) {
        return newest(sql, KIND.eq(kind).and(RECEIVER.eq(receiver)), most);
    }

    private static List<Row> newest(DSLContext sql, Condition which, int most) {
        return sql.selectFrom(TABLE)
                .where(which)
                .orderBy(CREATED_AT.desc(), ID.desc())
                .limit(most)
                .fetch(NoticeRows::read);
    }

    /** Those that wait for the receiver are due now: what stood in their way may be gone. */
    public static void hurry(DSLContext sql, NoticeKind kind, String receiver, Instant now) {
        sql.update(TABLE)
                .set(DUE_AT, now)
                .where(KIND.eq(kind))
                .and(RECEIVER.eq(receiver))
                .and(STATE.eq(NoticeState.PENDING))
                .execute();
    }

    /** It has arrived or was given up. */
    public static void done(DSLContext sql, String id, NoticeState state, String error, Instant at) {
        sql.update(TABLE)
                .set(STATE, state)
                .set(ATTEMPTS, ATTEMPTS.plus(1L))
                .set(DONE_AT, at)
                .set(ERROR, error)
                .where(ID.eq(id))
                .execute();
    }

    /** It did not arrive and is tried again, unless a newer one took its place meanwhile. */
    public static void again(DSLContext sql, String id, String error, Instant due) {
        sql.update(TABLE)
                .set(ATTEMPTS, ATTEMPTS.plus(1L))
                .set(DUE_AT, due)
                .set(ERROR, error)
                .where(ID.eq(id))
                .and(STATE.eq(NoticeState.PENDING))
                .execute();
    }

    private static Row read(Record row) {
        return new Row(
                row.get(ID),
                row.get(KIND),
                row.get(GROUP),
                row.get(RECEIVER),
                row.get(INTEGRATION),
                row.get(CONTENT),
                row.get(STATE),
                row.get(ATTEMPTS),
                row.get(CREATED_AT),
                row.get(DUE_AT),
                row.get(DONE_AT),
                row.get(ERROR));
    }
}
