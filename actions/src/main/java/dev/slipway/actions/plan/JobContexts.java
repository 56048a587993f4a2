package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the contexts that the expressions of a run, a job or a step see. */
public final class JobContexts {

    private final Map<String, Value> contexts = new HashMap<>();

    private JobContexts(PlannedRun run) {
        contexts.putAll(run.contexts());
    }

    /** {@code github}, {@code inputs} and {@code vars}. */
    public static JobContexts of(PlannedRun run) {
        return new JobContexts(run);
    }

    /** Adds {@code needs}, {@code matrix}, {@code strategy}, the job's id as {@code github.job}, and the commit of its workflow. */
    public static JobContexts of(Leg leg) {
        return of(leg.run(), leg);
    }

    /** The same with the run's contexts from elsewhere, as where an environment brings other variables. */
    public static JobContexts of(PlannedRun run, Leg leg) {
        Value.Mapping github = run.github().with("job", Value.of(leg.jobId()));
        return of(run).with(
                        "github",
                        run.definition()
                                .get("workflow_sha")
                                .map(sha -> github.with("job_workflow_sha", sha))
                                .orElse(github))
                .with("needs", leg.needs())
                .with("matrix", leg.matrix().entries().isEmpty() ? Value.Null.NULL : leg.matrix())
                .with("strategy", strategy(leg));
    }

    /** Adds or replaces any context. */
    public JobContexts with(String name, Value value) {
        contexts.put(name, value);
        return this;
    }

    /** Adds {@code secrets}. */
    public JobContexts secrets(Map<String, String> secrets) {
        return with("secrets", Value.Mapping.ofTexts(secrets));
    }

    /** Adds {@code env}, whose names differ by case. */
    public JobContexts env(Map<String, String> env) {
        Map<String, Value> values = new LinkedHashMap<>();
        env.forEach((name, text) -> values.put(name, Value.of(text)));
        return with("env", Value.Mapping.caseSensitive(values));
    }

    /** What was collected; later additions do not show in it. */
    public Contexts build(Status status) {
        return Contexts.of(contexts, status);
    }

    /** The {@code strategy} context of a leg. */
    public static Value.Mapping strategy(Leg leg) {
        Map<String, Value> strategy = new LinkedHashMap<>();
        strategy.put("fail-fast", Value.of(leg.failFast()));
        strategy.put("job-index", Value.of(leg.index()));
        strategy.put("job-total", Value.of(leg.total()));
        strategy.put("max-parallel", Value.of(leg.maxParallel() == 0 ? leg.total() : leg.maxParallel()));
        return Value.of(strategy);
    }
}
