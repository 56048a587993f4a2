package dev.slipway.runner;

import java.util.Map;
import java.util.Set;

/**
 * What a running job can reach beside its stores, with a credential of its own: the variables that tell its processes.
 *
 * @param actions for stock actions: {@code ACTIONS_RUNTIME_TOKEN} and the like
 * @param scripts for the scripts of {@code run} steps, which get no runtime token, as on GitHub
 * @param secrets among the values, which are masked
 */
public record JobAccess(Map<String, String> actions, Map<String, String> scripts, Set<String> secrets) {

    /** Nothing. */
    public static final JobAccess NONE = new JobAccess(Map.of(), Map.of(), Set.of());

    public JobAccess {
        actions = Map.copyOf(actions);
        scripts = Map.copyOf(scripts);
        secrets = Set.copyOf(secrets);
    }
}
