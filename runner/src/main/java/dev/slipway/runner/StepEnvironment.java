package dev.slipway.runner;

import dev.slipway.actions.expression.Value;
import dev.slipway.runner.command.FileCommands;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.host.Place;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Builds the environment of a step's process. What the runner says about itself wins over what users set. */
final class StepEnvironment {

    /** The parts of the {@code github} context that become variables, after GitHubContext.cs of GitHub's runner. */
    private static final Map<String, String> GITHUB = variables(
            "GITHUB_",
            "action",
            "action_path",
            "action_ref",
            "action_repository",
            "actor",
            "actor_id",
            "api_url",
            "base_ref",
            "event_name",
            "event_path",
            "graphql_url",
            "head_ref",
            "job",
            "ref",
            "ref_name",
            "ref_protected",
            "ref_type",
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "retention_days",
            "run_attempt",
            "run_id",
            "run_number",
            "server_url",
            "sha",
            "triggering_actor",
            "workflow",
            "workflow_ref",
            "workflow_sha",
            "workspace");

    private StepEnvironment() {}

    /** Names of the parts of a context, each with that of its variable. */
    private static Map<String, String> variables(String prefix, String... names) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : names) {
            variables.put(name, prefix + name.toUpperCase(Locale.ROOT));
        }
        return variables;
    }

    /**
     * @param place where the process runs
     * @param step its own variables, evaluated
     * @param github the {@code github} context as the step sees it
     */
    static Map<String, String> build(
            Place place,
            JobScope scope,
            JobEnvironment job,
            Map<String, String> step,
            Value.Mapping github,
            FileCommands files) {
        Map<String, String> environment = new LinkedHashMap<>(place.environment());
        environment.put("CI", "true");
        environment.putAll(job.variables());
        environment.putAll(step);
        Optional.ofNullable(environment.get("PATH")).ifPresent(path -> environment.put("PATH", job.searchPath(path)));
        environment.put("GITHUB_ACTIONS", "true");
        GITHUB.forEach((name, variable) -> {
            Optional<Value> value = github.get(name);
            if (value.isPresent() && value.get().primitive()) {
                environment.put(variable, value.get().text());
            }
        });
        scope.runner().forEach((name, text) -> environment.put("RUNNER_" + name.toUpperCase(Locale.ROOT), text));
        environment.putAll(files.environment());
        environment.replaceAll((_, text) -> place.translated(text));
        return environment;
    }
}
