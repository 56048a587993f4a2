package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of a composite action see: its inputs and its own steps, and of the job all but its secrets. Their
 * status functions speak of the action alone, except that a job that is being cancelled is cancelled here too. What
 * {@code github.action} names stays the job's own step, for StepsRunner.cs of GitHub's runner alone sets it.
 */
final class ActionScope implements Level {

    private final JobScope job;
    private final Level outer;
    private final Map<String, String> inherited;
    private final Value.Mapping inputs;
    private final Value.Mapping github;
    private final StepTable steps = new StepTable();
    private volatile Conclusion conclusion = Conclusion.SUCCESS;

    /**
     * @param inherited environment of the step that uses the action
     * @param github as that step sees it, with the action's own facts
     */
    ActionScope(
            JobScope job,
            Level outer,
            Map<String, String> inherited,
            Map<String, String> inputs,
            Value.Mapping github) {
        this.job = job;
        this.outer = outer;
        this.inherited = Map.copyOf(inherited);
        this.inputs = Value.Mapping.ofTexts(inputs);
        this.github = github;
    }

    @Override
    public Optional<Value> context(String name) {
        return switch (name) {
            case "github" -> Optional.of(github);
            case "inputs" -> Optional.of(inputs);
            case "steps" -> Optional.of(steps.value());
            case "env" -> Optional.of(JobScope.texts(job.variables(inherited)));
            case "secrets", "needs", "vars" -> Optional.empty();
            default -> job.context(name);
        };
    }

    @Override
    public Status status() {
        return job.conclusion() == Conclusion.CANCELLED ? Status.CANCELLED : JobScope.status(conclusion);
    }

    @Override
    public String hashFiles(List<String> patterns) {
        return job.hashFiles(patterns);
    }

    @Override
    public Contexts forStep(Map<String, String> own, String key) {
        return with("env", JobScope.texts(job.variables(own)))
                .with("github", github.with("action_status", Value.of(conclusion.text())));
    }

    @Override
    public Map<String, String> inherited() {
        return inherited;
    }

    @Override
    public Value.Mapping github() {
        return github;
    }

    @Override
    public void ended(StepResult step) {
        steps.put(step);
        if (step.conclusion() == Conclusion.FAILURE && conclusion == Conclusion.SUCCESS) {
            conclusion = Conclusion.FAILURE;
        } else if (step.conclusion() == Conclusion.CANCELLED) {
            conclusion = Conclusion.CANCELLED;
        }
    }

    @Override
    public Conclusion conclusion() {
        return conclusion;
    }

    @Override
    public int depth() {
        return outer.depth() + 1;
    }
}
