package dev.slipway.server.run;

import java.util.Map;

/**
 * What a project gives its workflows. Secrets of environments are not among them: those go to instances only, so that no
 * branch can print the secrets of production.
 */
public interface RunSettings {

    /** Nothing. */
    RunSettings NONE = new RunSettings() {
        @Override
        public Map<String, String> secrets(String project) {
            return Map.of();
        }

        @Override
        public Map<String, String> variables(String project) {
            return Map.of();
        }
    };

    /** By name, revealed. */
    Map<String, String> secrets(String project);

    /** By name. */
    Map<String, String> variables(String project);
}
