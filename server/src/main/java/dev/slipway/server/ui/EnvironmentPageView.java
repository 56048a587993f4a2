package dev.slipway.server.ui;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.server.rollout.Forecast.PlanView;
import dev.slipway.server.rollout.Lanes.LaneView;
import dev.slipway.store.rollout.Preview;
import java.util.List;
import java.util.Optional;

/**
 * One environment.
 *
 * @param cell what serves there
 * @param lane who has it to itself, and who waits
 * @param preview present when the environment comes with a branch: then nobody deploys to it, and it has no figures
 * @param plan what deploying the newest release would change; absent when there is none, or it serves already with the secrets of now
 * @param scores how well delivery to it does
 */
public record EnvironmentPageView(
        EnvironmentCell cell,
        LaneView lane,
        Optional<Preview> preview,
        Optional<PlanView> plan,
        List<ScoreLine> scores) {

    static EnvironmentPageView of(EnvironmentCell cell, LaneView lane, Preview preview) {
        return new EnvironmentPageView(cell, lane, Optional.of(preview), Optional.empty(), List.of());
    }

    /** Why nothing can be restarted here by this visitor now; absent when it can. */
    public Optional<String> restartObstacle(Frame frame) {
        return frame.steerObstacle(cell.project()).or(() -> lane.holder().map(_ -> "a rollout is under way"));
    }

    /** Names of the instances of what serves. */
    public List<String> restartable() {
        return cell.view().instances().stream()
                .filter(instance -> cell.view().release().equals(Optional.of(instance.release())))
                .map(InstanceStatus::name)
                .toList();
    }
}
