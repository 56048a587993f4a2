package dev.slipway.server.incident;

import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.watch.IncidentRows;
import dev.slipway.store.watch.IncidentRows.Incident;
import dev.slipway.store.watch.IncidentState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** The incidents of projects: begun, spoken of and resolved by hand, each word with its place in the audit log. */
public final class Incidents {

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_TEXT = 5000;
    private static final int MOST = 100;

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;

    public Incidents(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.ids = new Ids(clock);
    }

    /**
     * What somebody says.
     *
     * @param state empty for the one that the incident has, or investigating when it is new
     */
    public record Word(String by, Optional<String> state, String text) {}

    /** @throws Problem of kind INVALID, codes {@code bad-incident}, {@code bad-state} */
    public Incident begin(String project, String title, Word word) {
        String line = within(title, LONGEST_TITLE, "title");
        IncidentRows.Update first = said(word, IncidentState.INVESTIGATING);
        String id = ids.next("incident");
        return database.transaction(sql -> {
            IncidentRows.begin(sql, id, project, line, first);
            note(sql, project, id, "incident.begin", first, line);
            return get(sql, project, id);
        });
    }

    /**
     * Says what has become of an incident.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-incident}; CONFLICT, code {@code incident-over}; INVALID as
     *     {@link #begin}
     */
    public Incident update(String project, String id, Word word) {
        return database.transaction(sql -> {
            Incident before = get(sql, project, id);
            IncidentRows.Update update = said(word, before.state());
            if (!IncidentRows.update(sql, id, update)) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "incident-over",
                        "'" + before.title() + "' is resolved",
                        "begin another one when it is back");
            }
            note(sql, project, id, "incident.update", update, before.title());
            return get(sql, project, id);
        });
    }

    /** Those that go on or began since then, newest first. */
    public List<Incident> since(String project, Instant since) {
        return database.read(sql -> IncidentRows.since(sql, project, since, MOST));
    }

    /** All of a project, as far as they are remembered for lists. */
    public List<Incident> all(String project) {
        return since(project, Instant.EPOCH);
    }

    private static Incident get(DSLContext sql, String project, String id) {
        return IncidentRows.find(sql, project, id)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-incident",
                        project + " has no incident '" + id + "'",
                        "'slipway incidents' lists them"));
    }

    private IncidentRows.Update said(Word word, IncidentState otherwise) {
        return new IncidentRows.Update(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                word.by(),
                word.state().map(Incidents::state).orElse(otherwise),
                within(word.text(), LONGEST_TEXT, "text"));
    }

    private static IncidentState state(String text) {
        return Arrays.stream(IncidentState.values())
                .filter(state -> word(state).equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-state",
                        "no incident is '" + text + "'",
                        "say "
                                + Arrays.stream(IncidentState.values())
                                        .map(Incidents::word)
                                        .collect(Collectors.joining(", "))));
    }

    /** The word for a state outside of Java. */
    public static String word(IncidentState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String within(String text, int longest, String what) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > longest) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-incident",
                    "the " + what + " has " + stripped.length() + " characters",
                    "say it in 1 to " + longest);
        }
        return stripped;
    }

    private static void note(
            DSLContext sql, String project, String id, String what, IncidentRows.Update update, String title) {
        String text = title + ": " + word(update.state()) + ": " + update.text();
        Audit.append(sql, new AuditEntry(update.at(), update.by(), what, "incident/" + id, project, text));
    }
}
