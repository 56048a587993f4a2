package dev.slipway.server;

import dev.slipway.delivery.config.Gates;
import dev.slipway.kernel.Problem;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.run.RunSettings;
import dev.slipway.server.secret.SecretStore;
import dev.slipway.server.secret.VariableStore;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets and variables for workflows. Which environments are protected is read from the newest release and never from
 * the commit that runs, for whoever pushes a branch could take the gates out of its own {@code slipway.yml}.
 */
record ProjectSettings(SecretStore secrets, VariableStore variables, Plans plans) implements RunSettings {

    @Override
    public Map<String, String> secrets(String project, Optional<String> environment) {
        environment.ifPresent(name -> refuseProtected(project, name));
        return secrets.values(project, environment.orElse(""));
    }

    @Override
    public Map<String, String> variables(String project, Optional<String> environment) {
        return variables.values(project, environment.orElse(""));
    }

    private void refuseProtected(String project, String environment) {
        Optional<Gates> gates = plans.gates(project, environment);
        if (gates.isPresent() && !gates.get().equals(Gates.OPEN)) {
            throw refusal(
                    environment,
                    "it has gates, and jobs of workflows cannot wait for them yet",
                    "let the release's own rollout do it, or take `environment:` from the job");
        }
        boolean ownSecrets = secrets.list(project).stream()
                .anyMatch(secret -> secret.environment().equals(environment));
        if (gates.isEmpty() && ownSecrets) {
            throw refusal(
                    environment,
                    "it has secrets of its own, but the newest release does not name it, so its gates are not known",
                    "make a release whose slipway.yml names the environment first");
        }
    }

    private static Problem refusal(String environment, String why, String hint) {
        return Problem.of(
                Problem.Kind.DENIED,
                "environment-protected",
                "the job may not use the environment '" + environment + "': " + why,
                hint);
    }
}
