package dev.slipway.delivery.rollout;

import dev.slipway.delivery.rollout.Decision.Move;
import dev.slipway.delivery.rollout.Decision.Stay;
import java.time.Duration;
import java.time.Instant;

/** Where a rollout stands when a decision about it is made, and the words of which decisions consist. */
record Standing(Rollout rollout, RolloutPlan plan, Instant now) {

    private static final Duration RETRY = Duration.ofSeconds(1);

    Progress progress() {
        return rollout.progress();
    }

    Stage stage() {
        return plan.stages().get(progress().place().stage());
    }

    int weight() {
        return stage().weight();
    }

    /** How long a state may last that waits for something to happen. */
    Duration patience() {
        return plan.environment().progressDeadline();
    }

    /** When the present state has lasted too long. */
    Instant deadline() {
        return rollout.stateSince().plus(patience());
    }

    boolean isLate() {
        return !now.isBefore(deadline());
    }

    /** When to try again what did not work. */
    Instant retry() {
        return now.plus(RETRY);
    }

    Instant retryInTime() {
        return earlier(retry(), deadline());
    }

    /** The stage after the present one, which may need more instances first. */
    Move to(int next, Progress progress, String reason) {
        RolloutEvent event = plan.grows(next) ? RolloutEvent.GROW : RolloutEvent.ADVANCE;
        return new Move(event, progress.atStage(next, now), reason);
    }

    Move move(RolloutEvent event, String reason) {
        return new Move(event, progress(), reason);
    }

    Move hold(Progress.Held because, String reason) {
        return new Move(RolloutEvent.HOLD, progress().held(because), reason);
    }

    Stay stay(String reason, Instant dueAt) {
        return new Stay(progress(), reason, dueAt);
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
