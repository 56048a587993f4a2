package dev.slipway.server.ui;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.rollout.Overview;
import dev.slipway.server.rollout.RolloutView;
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
        if (!frame.may(act, rollout.project())) {
            return Optional.of("needs the role " + act.role().name().toLowerCase(Locale.ROOT));
        }
        return act == RolloutAct.APPROVE ? review.refusal() : Optional.empty();
    }

    /** What stands on the button. */
    public String label(RolloutAct act) {
        return decision().map(made -> made.label(act)).orElse(act.label());
    }

    /** What happens when it is pressed, in one sentence. */
    public String consequence(RolloutAct act) {
        return decision().map(made -> made.consequence(act)).orElse(act.consequence());
    }

    private Optional<HumanDecision> decision() {
        return rollout.state() == RolloutState.NEEDS_HUMAN
                ? Optional.of(new HumanDecision(
                        rollout.timeline().stream().anyMatch(moment -> moment.to() == RolloutState.FINISHING)))
                : Optional.empty();
    }
}
