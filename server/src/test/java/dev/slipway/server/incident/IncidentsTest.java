package dev.slipway.server.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.audit.AuditRecord;
import dev.slipway.store.watch.IncidentRows.Incident;
import dev.slipway.store.watch.IncidentRows.Update;
import dev.slipway.store.watch.IncidentState;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Incidents from their first word to their last. */
class IncidentsTest {

    private final SettableClock clock = SettableClock.start();

    private static Incidents.Word word(String state, String text) {
        return new Incidents.Word("ada", Optional.of(state).filter(each -> !each.isEmpty()), text);
    }

    @EachDatabase
    void incident_isToldOfSpokenOfAndResolved(TestDatabase given) {
        try (Database database = Database.open(DatabaseAddress.of(given.address(), Path.of(".")))) {
            Incidents incidents = new Incidents(database, clock);

            Incident begun = incidents.begin("shop", " Payments fail ", word("", "We are looking into it."));
            assertThat(begun.state()).isEqualTo(IncidentState.INVESTIGATING);
            assertThat(begun.title()).isEqualTo("Payments fail");
            clock.advance(Duration.ofMinutes(5));
            incidents.update("shop", begun.id(), word("identified", "The bank is down."));
            clock.advance(Duration.ofMinutes(5));
            incidents.update("shop", begun.id(), word("", "Still down."));
            clock.advance(Duration.ofMinutes(5));
            Incident over = incidents.update("shop", begun.id(), word("resolved", "It works again."));

            assertThat(over.resolvedAt()).contains(clock.instant());
            assertThat(over.updates())
                    .extracting(Update::state)
                    .containsExactly(
                            IncidentState.RESOLVED,
                            IncidentState.IDENTIFIED,
                            IncidentState.IDENTIFIED,
                            IncidentState.INVESTIGATING);
            assertThat(incidents.all("shop")).containsExactly(over);
            assertThat(incidents.all("blog")).isEmpty();
            assertThat(incidents.since("shop", clock.instant().minusSeconds(60)))
                    .isEmpty();
            assertProblem("incident-over", () -> incidents.update("shop", begun.id(), word("", "One more.")));
            List<AuditRecord> audit = database.read(sql -> Audit.latest(sql, 10));
            assertThat(audit)
                    .extracting(AuditRecord::entry)
                    .extracting(AuditEntry::what)
                    .containsExactly("incident.update", "incident.update", "incident.update", "incident.begin");
        }
    }

    @EachDatabase
    void whatCannotBeSaid_isRefused(TestDatabase given) {
        try (Database database = Database.open(DatabaseAddress.of(given.address(), Path.of(".")))) {
            Incidents incidents = new Incidents(database, clock);
            Incident begun = incidents.begin("shop", "Slow", word("monitoring", "It is slow."));

            assertProblem("bad-incident", () -> incidents.begin("shop", " ", word("", "text")));
            assertProblem("bad-incident", () -> incidents.begin("shop", "x".repeat(201), word("", "text")));
            assertProblem("bad-incident", () -> incidents.update("shop", begun.id(), word("", "")));
            assertProblem("bad-state", () -> incidents.update("shop", begun.id(), word("RESOLVED", "text")));
            assertProblem("no-incident", () -> incidents.update("blog", begun.id(), word("", "text")));
            assertThat(incidents.all("shop")).containsExactly(begun);
        }
    }

    private static void assertProblem(String code, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
