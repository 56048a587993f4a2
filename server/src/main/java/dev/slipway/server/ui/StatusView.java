package dev.slipway.server.ui;

import dev.slipway.observe.patrol.Standing;
import dev.slipway.server.probe.ProbeHistory;
import dev.slipway.store.watch.IncidentRows.Incident;
import dev.slipway.store.watch.OutageRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a project shows to everybody.
 *
 * @param summary over all rows and incidents
 * @param incidents newest first
 */
public record StatusView(Label summary, List<Row> rows, List<Outage> outages, List<Incident> incidents) {

    public StatusView {
        rows = List.copyOf(rows);
        outages = List.copyOf(outages);
        incidents = List.copyOf(incidents);
    }

    /**
     * One probe.
     *
     * @param day a tone for each part of the day, oldest first
     * @param share of successes, in words
     */
    public record Row(Label state, String name, String group, List<Tone> day, String share) {
        public Row {
            day = List.copyOf(day);
        }
    }

    /** @param end absent while it goes on */
    public record Outage(String name, Instant start, Optional<Instant> end) {}

    static StatusView of(List<ProbeHistory.Day> days, List<OutageRows.Row> outages, List<Incident> incidents) {
        Set<String> shown = days.stream().map(StatusView::name).collect(Collectors.toUnmodifiableSet());
        return new StatusView(
                summary(days, incidents),
                days.stream().map(StatusView::row).toList(),
                outages.stream()
                        .filter(outage -> shown.contains(outage.probe()))
                        .map(outage ->
                                new Outage(outage.probe(), outage.startedAt(), Optional.ofNullable(outage.endedAt())))
                        .toList(),
                incidents);
    }

    /** Those that go on. */
    public List<Incident> open() {
        return incidents.stream().filter(IncidentsView::isOpen).toList();
    }

    /** Those that are over. */
    public List<Incident> over() {
        return incidents.stream()
                .filter(incident -> !IncidentsView.isOpen(incident))
                .toList();
    }

    private static String name(ProbeHistory.Day day) {
        return day.status().watched().endpoint().name();
    }

    private static Label summary(List<ProbeHistory.Day> days, List<Incident> incidents) {
        List<Tone> tones = days.stream().map(day -> label(day).tone()).toList();
        if (tones.contains(Tone.BAD)) {
            return new Label(Tone.BAD, "Something is down");
        } else if (incidents.stream().anyMatch(IncidentsView::isOpen)) {
            return new Label(Tone.WARN, "There is an incident");
        } else if (tones.contains(Tone.WAIT)) {
            return new Label(Tone.WAIT, "Maintenance");
        }
        return tones.contains(Tone.IDLE)
                ? new Label(Tone.IDLE, "Not everything is known yet")
                : new Label(Tone.GOOD, "All is well");
    }

    private static Label label(ProbeHistory.Day day) {
        Standing.State state = day.status().standing().state();
        if (day.maintained()) {
            return new Label(Tone.WAIT, "maintenance");
        }
        return switch (state) {
            case UP -> new Label(Tone.GOOD, "up");
            case DOWN -> new Label(Tone.BAD, "down");
            case UNKNOWN -> new Label(Tone.IDLE, "not yet");
        };
    }

    private static Row row(ProbeHistory.Day day) {
        return new Row(
                label(day),
                name(day),
                day.status().watched().endpoint().group(),
                day.day().stream().map(ProbeView::tone).toList(),
                ProbeView.share(day.share()));
    }
}
