package dev.slipway.delivery.judge;

import dev.slipway.kernel.Problem;

/** The two ways in which a caller can hand the judge nonsense. */
final class BadInput {

    private BadInput() {}

    static Problem observation(String what) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-observation",
                "this cannot have been observed: " + what,
                "report differences between two readings of the counters, and none across a restart of a counter");
    }

    static Problem policy(String what) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-judge-policy",
                "the judge cannot follow this policy: " + what,
                "see docs/judge.md for each setting and its range");
    }
}
