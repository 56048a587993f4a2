package dev.slipway.server.run;

import java.util.Map;
import java.util.Optional;

/**
 * What a project gives its workflows. What belongs to an environment is given to jobs that name it, which are asked for
 * here only once its gates have let them in.
 */
public interface RunSettings {

    /** Nothing. */
    RunSettings NONE = new RunSettings() {
        @Override
        public Map<String, String> secrets(String project, Optional<String> environment) {
            return Map.of();
        }

        @Override
        public Map<String, String> variables(String project, Optional<String> environment) {
            return Map.of();
        }
    };

    /**
     * By name, revealed.
     *
     * @param environment whose own go before the project's
     * @throws dev.slipway.kernel.Problem DENIED, code {@code environment-protected}
     */
    Map<String, String> secrets(String project, Optional<String> environment);

    /**
     * By name.
     *
     * @param environment whose own go before the project's
     */
    Map<String, String> variables(String project, Optional<String> environment);
}
