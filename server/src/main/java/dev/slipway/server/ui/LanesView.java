package dev.slipway.server.ui;

import dev.slipway.server.rollout.Lanes.HolderView;
import dev.slipway.server.rollout.Lanes.LaneView;
import dev.slipway.store.control.Lease;
import java.util.List;
import java.util.Optional;

/**
 * Who has which environment.
 *
 * @param lease of the server that drives the holders
 * @param busy lanes that are held or waited for
 * @param idle the others
 */
public record LanesView(Lease lease, List<LaneView> busy, List<LaneView> idle) {

    static LanesView of(Lease lease, List<LaneView> lanes) {
        return new LanesView(
                lease,
                lanes.stream().filter(lane -> !lane.idle()).toList(),
                lanes.stream().filter(LaneView::idle).toList());
    }

    /** Why the visitor cannot free the lane from where they are; absent when they can. */
    public static Optional<String> obstacle(HolderView holder, String project, Frame frame) {
        return frame.steerObstacle(project).or(() -> obstacle(holder));
    }

    private static Optional<String> obstacle(HolderView holder) {
        return switch (holder.state()) {
            case NEEDS_HUMAN -> Optional.of("a person has to decide on its page how it goes on");
            case FINISHING -> Optional.of("it is past the way back, and frees the environment when it has finished");
            case ROLLING_BACK, CHECKING_ROLLBACK ->
                Optional.of("it is going back already, and frees the environment when the old release serves");
            case REQUESTED,
                    GATED,
                    PREPARED,
                    STARTED,
                    VERIFIED,
                    SHIFTING,
                    OBSERVING,
                    HELD,
                    PROMOTED,
                    BAKING,
                    SUCCEEDED,
                    ROLLED_BACK,
                    FAILED,
                    SUPERSEDED,
                    CANCELLED ->
                holder.actions().contains(RolloutAct.ABORT.word())
                        ? Optional.empty()
                        : Optional.of("it cannot be called off in this state");
        };
    }
}
