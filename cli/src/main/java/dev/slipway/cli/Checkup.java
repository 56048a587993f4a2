package dev.slipway.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param what was found
 * @param hint what to do about it, where something is to be done
 */
record Checkup(Result result, String what, @Nullable String hint) {

    static Checkup ok(String what) {
        return new Checkup(Result.OK, what, null);
    }

    static Checkup warn(String what, String hint) {
        return new Checkup(Result.WARN, what, hint);
    }

    static Checkup fail(String what, String hint) {
        return new Checkup(Result.FAIL, what, hint);
    }

    /** How bad it is. */
    enum Result {
        /** As it should be. */
        OK,
        /** Works, with less. */
        WARN,
        /** Something needed is missing. */
        FAIL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
