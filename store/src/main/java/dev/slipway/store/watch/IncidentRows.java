package dev.slipway.store.watch;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Incidents that people told of, with what they said of them. */
public final class IncidentRows {

    private static final String NAME = "incident";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> ID = Columns.text(NAME, "id");
    private static final Field<String> PROJECT = Columns.text(NAME, "project");
    private static final Field<String> TITLE = Columns.text(NAME, "title");
    private static final Field<IncidentState> STATE = Columns.word(NAME, "state", IncidentState.class);
    private static final Field<Instant> BEGAN_AT = Columns.instant(NAME, "began_at");
    private static final Field<Instant> RESOLVED_AT = Columns.instant(NAME, "resolved_at");

    private static final String SAID = "incident_update";
    private static final Table<Record> UPDATES = Columns.table(SAID);
    private static final Field<String> INCIDENT = Columns.text(SAID, "incident_id");
    private static final Field<Long> NUMBER = Columns.number(SAID, "number");
    private static final Field<Instant> SAID_AT = Columns.instant(SAID, "said_at");
    private static final Field<String> SAID_BY = Columns.text(SAID, "said_by");
    private static final Field<IncidentState> SAID_STATE = Columns.word(SAID, "state", IncidentState.class);
    private static final Field<String> TEXT = Columns.text(SAID, "text");

    private IncidentRows() {}

    /**
     * One incident.
     *
     * @param resolvedAt empty while it goes on
     * @param updates what was said of it, newest first
     */
    public record Incident(
            String id,
            String project,
            String title,
            IncidentState state,
            Instant beganAt,
            Optional<Instant> resolvedAt,
            List<Update> updates) {
        public Incident {
            updates = List.copyOf(updates);
        }
    }

    /** @param state the incident's from then on */
    public record Update(Instant at, String by, IncidentState state, String text) {}

    /** Begins an incident with its first word. */
    public static void begin(DSLContext sql, String id, String project, String title, Update first) {
        sql.insertInto(TABLE)
                .set(ID, id)
                .set(PROJECT, project)
                .set(TITLE, title)
                .set(STATE, first.state())
                .set(BEGAN_AT, first.at())
                .set(RESOLVED_AT, resolved(first))
                .execute();
        say(sql, id, 1, first);
    }

    /**
     * Adds a word, unless the incident is over.
     *
     * @return false when it is over
     */
    public static boolean update(DSLContext sql, String id, Update update) {
        int updated = sql.update(TABLE)
                .set(STATE, update.state())
                .set(RESOLVED_AT, resolved(update))
                .where(ID.eq(id))
                .and(STATE.ne(IncidentState.RESOLVED))
                .execute();
        if (updated == 0) {
            return false;
        }
        Long last =
                sql.select(DSL.max(NUMBER)).from(UPDATES).where(INCIDENT.eq(id)).fetchOne(DSL.max(NUMBER));
        say(sql, id, last == null ? 1 : last + 1, update);
        return true;
    }

    private static @Nullable Instant resolved(Update update) {
        return update.state() == IncidentState.RESOLVED ? update.at() : null;
    }

    private static void say(DSLContext sql, String id, long number, Update update) {
        sql.insertInto(UPDATES)
                .set(INCIDENT, id)
                .set(NUMBER, number)
                .set(SAID_AT, update.at())
                .set(SAID_BY, update.by())
                .set(SAID_STATE, update.state())
                .set(TEXT, update.text())
                .execute();
    }

    /** One of a project. */
    public static Optional<Incident> find(DSLContext sql, String project, String id) {
        return sql.selectFrom(TABLE).where(ID.eq(id)).and(PROJECT.eq(project)).fetchOptional(row -> read(sql, row));
    }

    /** Those of a project that go on or began since then, newest first. */
    public static List<Incident> since(DSLContext sql, String project, Instant since, int most) {
        return sql
                .selectFrom(TABLE)
                .where(PROJECT.eq(project))
                .and(BEGAN_AT.ge(since).or(RESOLVED_AT.isNull()))
                .orderBy(BEGAN_AT.desc(), ID.desc())
                .limit(most)
                .fetch()
                .stream()
                .map(row -> read(sql, row))
                .toList();
    }

    private static Incident read(DSLContext sql, Record row) {
        String id = row.get(ID);
        return new Incident(
                id,
                row.get(PROJECT),
                row.get(TITLE),
                row.get(STATE),
                row.get(BEGAN_AT),
                Optional.ofNullable(row.get(RESOLVED_AT)),
                sql.selectFrom(UPDATES)
                        .where(INCIDENT.eq(id))
                        .orderBy(NUMBER.desc())
                        .fetch(said -> new Update(
                                said.get(SAID_AT), said.get(SAID_BY), said.get(SAID_STATE), said.get(TEXT))));
    }
}
