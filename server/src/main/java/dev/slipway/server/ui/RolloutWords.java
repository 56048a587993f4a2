package dev.slipway.server.ui;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.server.rollout.RolloutView;

/** A rollout's state as one sentence for a person. */
public final class RolloutWords {

    private RolloutWords() {}

    public static String headline(RolloutView rollout) {
        String release = rollout.release();
        String environment = rollout.environment();
        String old = rollout.kind() == Rollout.Kind.RESTART
                ? "what was there before"
                : rollout.previous().orElse("what served before");
        return switch (rollout.state()) {
            case REQUESTED -> release + " was asked for in " + environment + ".";
            case GATED -> release + " waits at the gates of " + environment + "; nothing has been touched.";
            case PREPARED -> "Everything " + release + " needs is frozen; its instances start next.";
            case STARTED -> "Instances of " + release + " are starting, without traffic yet.";
            case VERIFIED -> "Instances of " + release + " are healthy and are smoke-tested, without traffic yet.";
            case SHIFTING ->
                "The edge is being told to send " + rollout.weight() + " % of requests to " + release + ".";
            case OBSERVING ->
                rollout.weight() + " % of requests go to " + release + "; it is being watched beside " + old + ".";
            case HELD -> rollout.weight() + " % of requests go to " + release + "; it waits for a person.";
            case PROMOTED -> "All requests go to " + release + ".";
            case BAKING -> release + " serves alone and is watched" + and(rollout, old + " is kept warm");
            case FINISHING -> release + " serves" + and(rollout, old + " is being drained and stopped");
            case SUCCEEDED -> release + " serves in " + environment + ".";
            case ROLLING_BACK -> "Traffic is going back to " + old + ".";
            case CHECKING_ROLLBACK -> old + " has the traffic again; that it serves is being checked.";
            case ROLLED_BACK -> old + " serves as before; " + taken(rollout) + " was taken back.";
            case NEEDS_HUMAN -> "No machine may go on here: a person has to decide.";
            case FAILED -> release + " could not be started in " + environment + "; nothing was changed.";
            case SUPERSEDED -> "A newer release took its place while it waited.";
            case CANCELLED -> "It was called off before anything was started.";
        };
    }

    private static String taken(RolloutView rollout) {
        return rollout.kind() == Rollout.Kind.RESTART ? "the restart" : rollout.release();
    }

    /** Of a first release there is nothing to say beside it. */
    private static String and(RolloutView rollout, String more) {
        return rollout.previous().isPresent() ? "; " + more + "." : ".";
    }

    /** What kind of rollout it is, for its heading. */
    public static String title(RolloutView rollout) {
        return switch (rollout.kind()) {
            case DEPLOY -> rollout.release() + " to " + rollout.environment();
            case ROLLBACK -> rollout.release() + " back to " + rollout.environment();
            case RESTART -> "Restart of " + rollout.release() + " in " + rollout.environment();
        };
    }
}
