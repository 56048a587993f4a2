package dev.slipway.actions.plan;

import java.util.Locale;

/** How a job or step ended. */
public enum Conclusion {
    /** All went well, or its failure was to be ignored. */
    SUCCESS,
    /** Something in it failed. */
    FAILURE,
    /** It was stopped before its end. */
    CANCELLED,
    /** It never began, because its condition did not hold. */
    SKIPPED;

    /** As expressions see it, for example {@code success}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
