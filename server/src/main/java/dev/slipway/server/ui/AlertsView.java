package dev.slipway.server.ui;

import java.time.Instant;
import java.util.List;

/**
 * The page of alerts.
 *
 * @param mayTake whether the visitor may take alerts
 * @param asked labels, whose way somebody wants to know
 * @param ways the answer
 */
public record AlertsView(WatchView lists, List<Firing> firing, boolean mayTake, String asked, List<String> ways) {

    public AlertsView {
        firing = List.copyOf(firing);
        ways = List.copyOf(ways);
    }

    /**
     * An alert that fires.
     *
     * @param taken by whom; empty while nobody has
     */
    public record Firing(String id, String name, String labels, Instant since, String taken) {}
}
