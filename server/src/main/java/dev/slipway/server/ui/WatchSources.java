package dev.slipway.server.ui;

import dev.slipway.server.alert.Alerting;
import dev.slipway.server.incident.Incidents;
import dev.slipway.server.probe.ProbeHistory;
import dev.slipway.server.rule.Rulebook;
import dev.slipway.server.watch.OutsideSeries;
import dev.slipway.server.watch.Watch;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the pages of watching show.
 *
 * @param outside the projects whose series are elsewhere
 * @param rulebook empty before watching has begun
 * @param alerting empty before watching has begun
 */
public record WatchSources(
        Watch watch,
        OutsideSeries outside,
        Supplier<Optional<Rulebook>> rulebook,
        Supplier<Optional<Alerting>> alerting,
        ProbeHistory probes,
        Incidents incidents) {}
