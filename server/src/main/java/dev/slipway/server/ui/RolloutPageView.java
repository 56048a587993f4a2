package dev.slipway.server.ui;

import dev.slipway.delivery.release.Release;
import dev.slipway.server.rollout.Overview;
import dev.slipway.server.rollout.RolloutView;
import dev.slipway.store.account.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One rollout with all that can be done about it.
 *
 * @param release what is brought
 * @param journey its way, with where it is
 * @param acts what it can take now
 * @param review what the visitor can do for it while it waits
 */
public record RolloutPageView(
        RolloutView rollout,
        Release release,
        List<Journey.Part> journey,
        List<RolloutAct> acts,
        Overview.ReviewView review) {

    /** Why the button does nothing for this visitor; absent when it does something. */
    public Optional<String> obstacle(RolloutAct act, Frame frame) {
        boolean entitled =
                act.scope() == Scope.REVIEW ? frame.mayReview(rollout.project()) : frame.maySteer(rollout.project());
        if (!entitled) {
            return Optional.of("needs the role " + act.role().name().toLowerCase(Locale.ROOT));
        }
        return act == RolloutAct.APPROVE ? review.refusal() : Optional.empty();
    }
}
