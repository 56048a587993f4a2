package dev.slipway.promql.unittest;

import dev.slipway.kernel.Position;
import org.jspecify.annotations.Nullable;

/**
 * What came of one check of a rule test.
 *
 * @param position where the check was written, or the rule that has no answer
 * @param test the test's name or number
 * @param check what was looked at, and when
 */
public record CheckResult(Position position, String test, String check, Outcome outcome) {

    /** True when it is as expected. */
    public boolean passed() {
        return outcome instanceof Outcome.Passed;
    }

    /** How a check ends. */
    public sealed interface Outcome {

        /** As expected. */
        record Passed() implements Outcome {}

        /** Something else than expected, both in words. */
        record Failed(String expected, String found) implements Outcome {}

        /** There was no answer to look at, for this reason. */
        record Unanswered(String reason, @Nullable String hint) implements Outcome {}
    }
}
