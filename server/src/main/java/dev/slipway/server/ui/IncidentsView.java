package dev.slipway.server.ui;

import dev.slipway.store.watch.IncidentRows.Incident;
import dev.slipway.store.watch.IncidentState;
import java.util.List;

/**
 * The incidents of a project, for those who tell of them.
 *
 * @param incidents newest first
 */
public record IncidentsView(String project, List<Incident> incidents) {
    public IncidentsView {
        incidents = List.copyOf(incidents);
    }

    /** How far an incident is, as a mark. */
    public static Label label(IncidentState state) {
        return switch (state) {
            case INVESTIGATING -> new Label(Tone.BAD, "investigating");
            case IDENTIFIED -> new Label(Tone.WARN, "identified");
            case MONITORING -> new Label(Tone.WAIT, "monitoring");
            case RESOLVED -> new Label(Tone.GOOD, "resolved");
        };
    }

    /** Whether something more may be said of it. */
    public static boolean isOpen(Incident incident) {
        return incident.state() != IncidentState.RESOLVED;
    }
}
