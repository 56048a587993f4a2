package dev.slipway.server.git;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Columns;
import dev.slipway.store.Database;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Remembers every push, so that one that was accepted is handled whatever happens to the server. */
public final class PushJournal {

    private static final String NAME = "push";
    private static final Table<Record> PUSH = Columns.table(NAME);
    private static final Field<String> ID = Columns.text(NAME, "id");
    private static final Field<String> PROJECT = Columns.text(NAME, "project");
    private static final Field<String> REF = Columns.text(NAME, "ref");
    private static final Field<String> BEFORE = Columns.text(NAME, "before_id");
    private static final Field<String> AFTER = Columns.text(NAME, "after_id");
    private static final Field<String> PUSHER = Columns.text(NAME, "pusher");
    private static final Field<Instant> CREATED_AT = Columns.instant(NAME, "created_at");
    private static final Field<PushState> STATE = Columns.word(NAME, "state", PushState.class);
    private static final Field<String> REASON = Columns.text(NAME, "reason");
    private static final Field<String> FINDINGS = Columns.text(NAME, "findings");

    private static final List<Field<?>> COLUMNS =
            List.of(ID, PROJECT, REF, BEFORE, AFTER, PUSHER, CREATED_AT, STATE, REASON, FINDINGS);

    private final Database database;

    public PushJournal(Database database) {
        this.database = database;
    }

    /** Writes pushes that are about to move their refs, each with what its check found. */
    void intend(Collection<Checked> pushes) {
        database.execute(context -> pushes.forEach(checked -> insert(context, checked)));
    }

    /** @throws dev.slipway.kernel.Problem when this server may not act any more */
    void passFence() {
        database.passFence();
    }

    void moved(Collection<Push> pushes) {
        transition(pushes, PushState.INTENDED, PushState.Event.REF_MOVED, null);
    }

    void stayed(Collection<Push> pushes) {
        transition(pushes, PushState.INTENDED, PushState.Event.REF_STAYED, null);
    }

    /** Notes that the listener has taken the push, and lets it do so in the same transaction. */
    void handle(Push push, PushListener listener) {
        database.execute(_ -> {
            transition(List.of(push), PushState.RECEIVED, PushState.Event.LISTENER_RETURNED, null);
            listener.onPush(push);
        });
    }

    void giveUp(Push push, String reason) {
        transition(List.of(push), PushState.RECEIVED, PushState.Event.LISTENER_GAVE_UP, reason);
    }

    /**
     * Lets a push that failed be told once more.
     *
     * @throws Problem NOT_FOUND, code {@code no-push}; CONFLICT, code {@code push-not-failed}
     */
    void retry(String project, String id) {
        Entry entry = entry(id)
                .filter(found -> found.push().project().equals(project))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-push",
                        "project " + project + " has no push '" + id + "'",
                        "`slipway pushes` lists them"));
        if (entry.state() != PushState.FAILED) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "push-not-failed",
                    "push " + id + " is " + entry.state(),
                    "only a push that has failed is handled again");
        }
        transition(List.of(entry.push()), PushState.FAILED, PushState.Event.RETRIED, null);
    }

    /** Pushes in that state, oldest first. */
    public List<Push> in(PushState state) {
        return database.read(context -> context.select(COLUMNS)
                .from(PUSH)
                .where(STATE.eq(state))
                .orderBy(CREATED_AT, ID)
                .fetch(PushJournal::push));
    }

    /** The project's pushes that moved a ref, newest first, with what was found in their configuration. */
    public List<Entry> latest(String project, int limit) {
        return database.read(context -> context.select(COLUMNS)
                .from(PUSH)
                .where(PROJECT.eq(project))
                .and(STATE.notIn(PushState.INTENDED, PushState.DISCARDED))
                .orderBy(CREATED_AT.desc(), ID.desc())
                .limit(limit)
                .fetch(PushJournal::entry));
    }

    public Optional<Entry> entry(String pushId) {
        return database.read(context ->
                context.select(COLUMNS).from(PUSH).where(ID.eq(pushId)).fetchOptional(PushJournal::entry));
    }

    private static void insert(DSLContext context, Checked checked) {
        Push push = checked.push();
        context.insertInto(PUSH)
                .set(ID, push.id())
                .set(PROJECT, push.project())
                .set(REF, push.ref())
                .set(BEFORE, push.before())
                .set(AFTER, push.after())
                .set(PUSHER, push.pusher())
                .set(CREATED_AT, push.createdAt())
                .set(STATE, PushState.TABLE.initial())
                .set(FINDINGS, Json.write(checked.findings()))
                .execute();
    }

    private void transition(Collection<Push> pushes, PushState from, PushState.Event event, @Nullable String reason) {
        if (pushes.isEmpty()) {
            return;
        }
        PushState next = PushState.TABLE.next(from, event);
        database.execute(context -> {
            int changed = context.update(PUSH)
                    .set(STATE, next)
                    .set(REASON, reason)
                    .where(ID.in(pushes.stream().map(Push::id).toList()))
                    .and(STATE.eq(from))
                    .execute();
            if (changed != pushes.size()) {
                throw new IllegalStateException(
                        "of " + pushes.size() + " pushes only " + changed + " were " + from + " to take " + event);
            }
        });
    }

    private static Push push(Record row) {
        return new Push(
                row.get(ID),
                row.get(PROJECT),
                row.get(REF),
                row.get(BEFORE),
                row.get(AFTER),
                row.get(PUSHER),
                row.get(CREATED_AT));
    }

    private static Entry entry(Record row) {
        return new Entry(
                push(row),
                row.get(STATE),
                row.get(REASON),
                Arrays.asList(Json.read(row.get(FINDINGS), Finding[].class)));
    }

    /** @param findings what the check said of the configuration that the push brings */
    record Checked(Push push, List<Finding> findings) {}

    /**
     * A push as it is remembered.
     *
     * @param reason why it failed, when it did
     * @param findings in its {@code slipway.yml} and workflows
     */
    public record Entry(
            Push push, PushState state, @Nullable String reason, List<Finding> findings) {}
}
