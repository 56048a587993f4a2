package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.observe.patrol.ProbeStatus;
import dev.slipway.observe.patrol.Standing;
import dev.slipway.observe.patrol.Watched;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.server.probe.ProbeHistory;
import dev.slipway.store.watch.IncidentRows;
import dev.slipway.store.watch.IncidentState;
import dev.slipway.store.watch.OutageRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What strangers are told, and what they are not. */
class StatusViewTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static ProbeHistory.Day day(String name, Standing standing, boolean maintained, double... shares) {
        ProbeFile file = ProbeFile.read("probes.yml", """
                endpoints:
                - {name: %s, url: 'http://secret.internal/', public: true}
                """.formatted(name));
        Watched watched = new Watched("shop", file.endpoints().getFirst());
        List<OptionalDouble> day = java.util.Arrays.stream(shares)
                .mapToObj(share -> share < 0 ? OptionalDouble.empty() : OptionalDouble.of(share))
                .toList();
        return new ProbeHistory.Day(new ProbeStatus(watched, standing, NOW, Optional.empty()), maintained, day);
    }

    private static Standing up() {
        return new Standing(Standing.State.UP, 0);
    }

    @Test
    void rows_sayStateAndDay_butNeitherAddressNorReason() {
        StatusView view = StatusView.of(
                List.of(day("web", up(), false, -1, 1, 0.5, 0), day("api", Standing.DOWN, false)),
                List.of(
                        new OutageRows.Row("shop", "api", NOW, null, "secret reason"),
                        new OutageRows.Row("shop", "inner", NOW, null, "not public")),
                List.of());

        assertThat(view.rows())
                .extracting(StatusView.Row::name, row -> row.state().text(), StatusView.Row::share)
                .containsExactly(tuple("web", "up", "50.00 %"), tuple("api", "down", ""));
        assertThat(view.rows().getFirst().day()).containsExactly(Tone.IDLE, Tone.GOOD, Tone.WARN, Tone.BAD);
        assertThat(view.outages()).containsExactly(new StatusView.Outage("api", NOW, Optional.empty()));
        assertThat(view.toString()).doesNotContain("secret", "inner");
    }

    @Test
    void incidents_standAboveWhatIsWell_untilTheyAreResolved() {
        IncidentRows.Update word = new IncidentRows.Update(NOW, "ada", IncidentState.MONITORING, "Watching it.");
        IncidentRows.Incident open = new IncidentRows.Incident(
                "incident-2", "shop", "Slow", IncidentState.MONITORING, NOW, Optional.empty(), List.of(word));
        IncidentRows.Incident over = new IncidentRows.Incident(
                "incident-1", "shop", "Down", IncidentState.RESOLVED, NOW, Optional.of(NOW), List.of(word));

        StatusView view = StatusView.of(List.of(day("a", up(), false)), List.of(), List.of(open, over));

        assertThat(view.summary().text()).isEqualTo("There is an incident");
        assertThat(view.open()).containsExactly(open);
        assertThat(view.over()).containsExactly(over);
        assertThat(StatusView.of(List.of(day("a", up(), false)), List.of(), List.of(over))
                        .summary()
                        .text())
                .isEqualTo("All is well");
    }

    @Test
    void summary_isTheWorstOfAll() {
        assertThat(summary(day("a", up(), false))).isEqualTo("All is well");
        assertThat(summary(day("a", up(), false), day("b", Standing.UNKNOWN, false)))
                .isEqualTo("Not everything is known yet");
        assertThat(summary(day("a", Standing.DOWN, true), day("b", Standing.UNKNOWN, false)))
                .isEqualTo("Maintenance");
        assertThat(summary(day("a", up(), true), day("b", Standing.DOWN, false)))
                .isEqualTo("Something is down");
    }

    private static String summary(ProbeHistory.Day... days) {
        return StatusView.of(List.of(days), List.of(), List.of()).summary().text();
    }
}
