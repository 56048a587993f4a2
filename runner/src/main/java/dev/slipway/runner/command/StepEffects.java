package dev.slipway.runner.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one step does to itself and to the steps after it.
 *
 * @param job what outlives the step
 * @param outputs of this step
 * @param state for this step's own post step
 */
public record StepEffects(JobEnvironment job, Map<String, String> outputs, Map<String, String> state) {

    public static StepEffects on(JobEnvironment job) {
        return new StepEffects(job, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /** The outputs so far, sorted by nothing in particular. */
    public Map<String, String> outputsNow() {
        return new LinkedHashMap<>(outputs);
    }
}
