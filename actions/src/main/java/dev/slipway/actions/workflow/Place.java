package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Scope;
import java.util.List;

/** Which contexts the expressions at each place may name, after GitHub's table of context availability. */
enum Place {
    RUN_NAME("github inputs vars"),
    WORKFLOW_ENV("github inputs vars secrets"),
    WORKFLOW_DEFAULTS("github inputs vars"),
    WORKFLOW_CONCURRENCY("github inputs vars"),
    JOB_IF("github inputs vars needs"),
    STRATEGY("github inputs vars needs"),
    JOB("github inputs vars needs strategy matrix"),
    JOB_ENV("github inputs vars needs strategy matrix secrets"),
    JOB_DEFAULTS("github inputs vars needs strategy matrix env"),
    JOB_OUTPUTS("github inputs vars needs strategy matrix secrets steps job runner env"),
    ENVIRONMENT_URL("github inputs vars needs strategy matrix steps job runner env"),
    STEP_IF("github inputs vars needs strategy matrix steps job runner env"),
    STEP("github inputs vars needs strategy matrix secrets steps job runner env"),
    CONSTANT("");

    private final String contexts;

    Place(String contexts) {
        this.contexts = contexts;
    }

    Scope scope() {
        Scope scope = contexts.isEmpty() ? Scope.of() : Scope.of(List.of(contexts.split(" ")));
        return this == STEP || this == STEP_IF ? scope.withHashFiles() : scope;
    }
}
