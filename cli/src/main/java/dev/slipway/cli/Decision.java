package dev.slipway.cli;

import java.util.Locale;

/** What a person can say to a rollout under way. */
enum Decision {
    APPROVE,
    CONFIRM,
    REJECT,
    PROMOTE,
    PAUSE,
    RESUME,
    ABORT;

    /** As it stands in commands and addresses. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of a rollout that says whether it can be told: a point can be confirmed while a review is open. */
    String asked() {
        return this == CONFIRM ? APPROVE.word() : word();
    }
}
