package dev.slipway.server.ui;

import dev.slipway.delivery.config.ConfigDiff;
import dev.slipway.delivery.release.Release;
import dev.slipway.server.git.Commit;
import dev.slipway.server.rollout.RolloutView;
import java.util.List;
import java.util.Optional;

/**
 * One release.
 *
 * @param previous the project's release before it
 * @param commits since the previous one, newest first; absent when the repository no longer has them
 * @param changes of the configuration since the previous one
 * @param rollouts where it went, newest first
 * @param configText {@code slipway.yml} as committed
 */
public record ReleaseView(
        Release release,
        Optional<Release> previous,
        Optional<List<Commit>> commits,
        List<ConfigDiff.Change> changes,
        List<RolloutView> rollouts,
        String configText) {}
