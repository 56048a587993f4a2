package dev.slipway.server.ui;

/**
 * What the buttons of a rollout mean that needs a person.
 *
 * @param contracting whether its contract migration was begun: then nothing leads back
 */
record HumanDecision(boolean contracting) {

    String label(RolloutAct act) {
        return switch (act) {
            case RESUME -> "Go back";
            case ABORT -> "Close";
            case PROMOTE -> "Go forward";
            case APPROVE, REJECT, PAUSE, BREAK_GLASS -> act.label();
        };
    }

    String consequence(RolloutAct act) {
        return switch (act) {
            case RESUME ->
                "Traffic goes to the release that served before. What the migration has changed stays changed.";
            case ABORT ->
                contracting
                        ? "The rollout ends as failed, and the new release goes on serving. Finish its contract migration"
                                + " by hand first."
                        : "The rollout ends as failed, and the release that the environment is recorded with has all"
                                + " traffic. Put things right by hand first.";
            case PROMOTE ->
                contracting
                        ? "The contract migration is tried again. Mend what stopped it first."
                        : "The new release is brought to strength and gets all traffic, stage by stage. The judge is heard"
                                + " no more.";
            case APPROVE, REJECT, PAUSE, BREAK_GLASS -> act.consequence();
        };
    }
}
