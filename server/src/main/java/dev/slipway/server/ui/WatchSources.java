package dev.slipway.server.ui;

import dev.slipway.server.alert.Alerting;
import dev.slipway.server.probe.ProbeHistory;
import dev.slipway.server.rule.Rulebook;
import dev.slipway.server.watch.Watch;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the pages of watching show.
 *
 * @param rulebook empty before watching has begun
 * @param alerting empty before watching has begun
 */
public record WatchSources(
        Watch watch,
        Supplier<Optional<Rulebook>> rulebook,
        Supplier<Optional<Alerting>> alerting,
        ProbeHistory probes) {}
