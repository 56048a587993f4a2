package dev.slipway.server.ui;

import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.rollout.Overview.EnvironmentView;
import dev.slipway.server.rollout.Overview.LastRollout;
import dev.slipway.server.rollout.RolloutView;
import java.util.List;
import java.util.Optional;

/**
 * One environment of a project, as a cell of the overview.
 *
 * @param view as the engine knows it
 * @param release what serves
 * @param underWay rollouts that are under way or wait, oldest first
 */
public record EnvironmentCell(
        String project, EnvironmentView view, Optional<Release> release, List<RolloutView> underWay) {

    /** The rollout that ended last, while its end is bad news and nothing newer is under way. */
    public Optional<LastRollout> setback() {
        return view.last().filter(last -> underWay.isEmpty() && last.state() != RolloutState.SUCCEEDED);
    }

    public Label health() {
        return Labels.ofHealth(view.health());
    }

    /** How many instances are healthy, in words; empty when there are none. */
    public String instances() {
        long all = view.instances().size();
        long healthy = view.instances().stream()
                .filter(instance -> instance.state() == InstanceState.HEALTHY)
                .count();
        return all == 0 ? "" : healthy + " of " + all + (all == 1 ? " instance healthy" : " instances healthy");
    }
}
