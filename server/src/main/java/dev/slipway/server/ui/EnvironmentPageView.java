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
 * @param before the release that a rollback brings back; absent where nothing was deployed before what serves
 * @param plan what deploying the newest release would change; absent when there is none, or it serves already with the secrets of now
 * @param scores how well delivery to it does
 */
public record EnvironmentPageView(
        EnvironmentCell cell,
        LaneView lane,
        Optional<Preview> preview,
        Optional<String> before,
        Optional<PlanView> plan,
        List<ScoreLine> scores) {

    static EnvironmentPageView of(EnvironmentCell cell, LaneView lane, Preview preview, Optional<String> before) {
        return new EnvironmentPageView(cell, lane, Optional.of(preview), before, Optional.empty(), List.of());
    }

    /** Why this visitor cannot deploy what the plan is about; absent when it is possible. */
    public Optional<String> deployObstacle(Frame frame) {
        return frame.steerObstacle(cell.project())
                .or(() -> plan.flatMap(PlanView::rollout).map(_ -> "it is on its way here already"))
                .or(() -> plan.flatMap(PlanView::refusal));
    }

    /** Why this visitor cannot go back here; absent when it is possible. */
    public Optional<String> rollbackObstacle(Frame frame) {
        Optional<String> nowhere = before.isEmpty() && lane.holder().isEmpty()
                ? Optional.of("nothing was deployed here before")
                : Optional.empty();
        return frame.steerObstacle(cell.project()).or(() -> nowhere);
    }

    /** What going back does just now. */
    public String rollbackWords() {
        return lane.holder().isPresent()
                ? "What is under way is called off, and the release before has all traffic."
                : before.orElse("The release before") + " comes back at once, without gates or stages.";
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
