package dev.slipway.server.ui;

import dev.slipway.delivery.release.Release;
import dev.slipway.server.rollout.RolloutView;
import java.util.List;

/**
 * One rollout with all that can be done about it.
 *
 * @param release what is brought
 * @param journey its way, with where it is
 * @param acts what it can take now
 */
public record RolloutPageView(
        RolloutView rollout, Release release, List<Journey.Part> journey, List<RolloutAct> acts) {}
