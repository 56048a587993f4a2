package dev.slipway.runner;

import dev.slipway.actions.expression.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code steps} context of one level. Safe for use by several threads. */
final class StepTable {

    private final Map<String, Value> steps = new LinkedHashMap<>();

    synchronized void put(StepResult step) {
        step.id().ifPresent(id -> steps.put(id, context(step)));
    }

    synchronized Value.Mapping value() {
        return Value.of(steps);
    }

    private static Value context(StepResult step) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("outputs", Value.Mapping.ofTexts(step.outputs()));
        fields.put("outcome", Value.of(step.outcome().text()));
        fields.put("conclusion", Value.of(step.conclusion().text()));
        return Value.of(fields);
    }
}
