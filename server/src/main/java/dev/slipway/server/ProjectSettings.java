package dev.slipway.server;

import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.kernel.Problem;
import dev.slipway.server.release.EnvironmentRules;
import dev.slipway.server.run.RunSettings;
import dev.slipway.server.secret.SecretStore;
import dev.slipway.server.secret.VariableStore;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets and variables for workflows. Those of an environment are given out only where its rules are known: the gates
 * have been passed then.
 */
record ProjectSettings(SecretStore secrets, VariableStore variables, EnvironmentRules rules) implements RunSettings {

    @Override
    public Map<String, String> secrets(String project, Optional<String> environment) {
        String name = environment.map(wanted -> named(project, wanted)).orElse("");
        return secrets.values(project, name);
    }

    @Override
    public Map<String, String> variables(String project, Optional<String> environment) {
        String name = environment
                .map(wanted ->
                        rules.of(project, wanted).map(EnvironmentConfig::name).orElse(wanted))
                .orElse("");
        return variables.values(project, name);
    }

    /** As the configuration spells it. */
    private String named(String project, String environment) {
        Optional<EnvironmentConfig> config = rules.of(project, environment);
        boolean ownSecrets = secrets.list(project).stream()
                .anyMatch(secret -> secret.environment().equalsIgnoreCase(environment));
        if (config.isEmpty() && ownSecrets) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "environment-protected",
                    "the job may not use the environment '" + environment
                            + "': it has secrets of its own, but neither the newest release nor the default branch names"
                            + " it, so its gates are not known",
                    "name it in the slipway.yml of the default branch first");
        }
        return config.map(EnvironmentConfig::name).orElse(environment);
    }
}
