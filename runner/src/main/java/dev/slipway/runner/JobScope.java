package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobContexts;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.file.FileHash;
import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.RunnerHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the expressions of a running job see: the contexts of its plan, and those that its steps change. */
final class JobScope implements Contexts {

    private final Contexts planned;
    private final Value.Mapping github;
    private final JobEnvironment environment;
    private final JobWorkspace workspace;
    private final RunnerHost host;
    private final Map<String, Value> steps = new LinkedHashMap<>();
    private volatile Conclusion conclusion = Conclusion.SUCCESS;

    JobScope(JobOrder order, Path event, JobEnvironment environment, JobWorkspace workspace, RunnerHost host) {
        this.planned = JobContexts.of(order.run(), order.job())
                .secrets(order.secrets())
                .build(Status.SUCCESS);
        this.github = mapping(planned.context("github"))
                .with("workspace", Value.of(workspace.work().toString()))
                .with("event_path", Value.of(event.toString()));
        this.environment = environment;
        this.workspace = workspace;
        this.host = host;
    }

    private static Value.Mapping mapping(Optional<Value> value) {
        return value.orElse(Value.Mapping.EMPTY) instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
    }

    @Override
    public Optional<Value> context(String name) {
        return switch (name) {
            case "github" -> Optional.of(github);
            case "env" -> Optional.of(texts(environment.variables()));
            case "steps" -> Optional.of(steps());
            case "job" -> Optional.of(Value.of(Map.of("status", Value.of(conclusion.text()))));
            case "runner" -> Optional.of(Value.Mapping.ofTexts(runner()));
            default -> planned.context(name);
        };
    }

    private synchronized Value.Mapping steps() {
        return Value.of(steps);
    }

    @Override
    public Status status() {
        return switch (conclusion) {
            case SUCCESS -> Status.SUCCESS;
            case FAILURE -> Status.FAILURE;
            case CANCELLED -> Status.CANCELLED;
            case SKIPPED -> Status.SKIPPED;
        };
    }

    @Override
    public String hashFiles(List<String> patterns) {
        try {
            return FileHash.of(patterns, workspace.work(), host.home());
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "hash-files",
                    "hashFiles('" + String.join("', '", patterns) + "') failed: " + e.getMessage(),
                    "check that the files can be read",
                    e);
        }
    }

    /** The same, as one step sees it. */
    Contexts forStep(Map<String, String> stepEnvironment, String action) {
        Map<String, String> all = environment.variables();
        all.putAll(stepEnvironment);
        return with("env", texts(all)).with("github", github.with("action", Value.of(action)));
    }

    static Value.Mapping texts(Map<String, String> variables) {
        Map<String, Value> values = new LinkedHashMap<>();
        variables.forEach((name, text) -> values.put(name, Value.of(text)));
        return Value.Mapping.caseSensitive(values);
    }

    Value.Mapping github() {
        return github;
    }

    /** The {@code runner} context, by its lower-case names. */
    Map<String, String> runner() {
        Map<String, String> runner = new LinkedHashMap<>();
        runner.put("name", host.name());
        runner.put("os", RunnerHost.os());
        runner.put("arch", RunnerHost.arch());
        runner.put("temp", workspace.temp().toString());
        runner.put("tool_cache", workspace.toolCache().toString());
        runner.put("workspace", workspace.root().resolve("work").toString());
        runner.put("environment", "self-hosted");
        return runner;
    }

    Conclusion conclusion() {
        return conclusion;
    }

    /** The job failed outside of its steps. */
    void failed() {
        if (conclusion == Conclusion.SUCCESS) {
            conclusion = Conclusion.FAILURE;
        }
    }

    /** From now on the job counts as being cancelled, whatever its steps do. */
    void cancelled() {
        conclusion = Conclusion.CANCELLED;
    }

    /** Takes a step's end into account. */
    synchronized void ended(StepResult step) {
        step.id().ifPresent(id -> steps.put(id, context(step)));
        if (step.conclusion() == Conclusion.FAILURE) {
            failed();
        } else if (step.conclusion() == Conclusion.CANCELLED) {
            conclusion = Conclusion.CANCELLED;
        }
    }

    private static Value context(StepResult step) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("outputs", Value.Mapping.ofTexts(step.outputs()));
        fields.put("outcome", Value.of(step.outcome().text()));
        fields.put("conclusion", Value.of(step.conclusion().text()));
        return Value.of(fields);
    }
}
