package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Scope;

/** What conditions may name; everything else is in the schema, but a condition may be an expression without braces. */
final class Places {

    /** {@code if} of a job. */
    static final Scope JOB_IF = Scope.of("github", "inputs", "vars", "needs").with(Scope.StatusFunctions.OF_JOBS);

    /** {@code if} of a step, and of a snapshot. */
    static final Scope STEP_IF = Scope.of(
                    "github", "inputs", "vars", "needs", "strategy", "matrix", "steps", "job", "runner", "env")
            .withStatusFunctions()
            .withHashFiles();

    private Places() {}
}
