package dev.slipway.actions.plan;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Workflow;
import java.util.Map;

/**
 * A workflow that is going to run for an event.
 *
 * @param github the {@code github} context
 * @param inputs the {@code inputs} context
 * @param vars the {@code vars} context
 */
public record PlannedRun(
        Workflow workflow, Event event, Value.Mapping github, Value.Mapping inputs, Value.Mapping vars) {

    /** The contexts that exist before any job does; secrets are with those who run jobs. */
    public Map<String, Value> contexts() {
        return Map.of("github", github, "inputs", inputs, "vars", vars);
    }
}
