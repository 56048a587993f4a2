package dev.slipway.actions.lint;

import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Strategy;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.actions.workflow.Workflow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The types of the contexts at each place of a workflow. The fields of {@code github} are those of GitHub's documentation. */
final class ContextTypes {

    private static final String GITHUB =
            "action action_path action_ref action_repository action_status actor api_url artifacts artifacts_list base_ref"
                    + " env event_name event_path head_ref job job_workflow_sha output path ref ref_name ref_type repository repository_owner"
                    + " repositoryurl run_attempt run_id run_number server_url sha state step_summary token triggering_actor workflow"
                    + " workflow_ref workflow_sha workspace";
    private static final List<String> GITHUBS_ALONE = List.of(
            "actor_id",
            "artifact_cache_size_limit",
            "graphql_url",
            "repository_id",
            "repository_owner_id",
            "repository_visibility",
            "secret_source");
    private static final String RUNNER = "name os arch temp tool_cache debug environment workspace";
    private static final Set<String> GIVEN_SECRETS =
            Set.of("github_token", "actions_step_debug", "actions_runner_debug");

    private final Workflow workflow;
    private final Optional<Trigger.WorkflowCall> call;
    private final boolean namesSecrets;
    private final Surroundings around;

    /**
     * @param namesSecrets whether {@code workflow_call} has the key {@code secrets}, be it without any
     * @param around tells which outputs a step has, and whether secrets come undeclared
     */
    ContextTypes(Workflow workflow, boolean namesSecrets, Surroundings around) {
        this.workflow = workflow;
        this.namesSecrets = namesSecrets;
        this.around = around;
        this.call = workflow.calledBy();
    }

    private static Type.Fields texts(String names) {
        Map<String, Type> fields = new LinkedHashMap<>();
        Arrays.stream(names.split(" ")).forEach(name -> fields.put(name, Type.TEXT));
        return Type.strict(fields);
    }

    /** Before any job. */
    Map<String, Type> run() {
        Map<String, Type> contexts = new LinkedHashMap<>();
        contexts.put("github", github());
        contexts.put("inputs", inputs());
        contexts.put("vars", Type.map(Type.TEXT));
        contexts.put("secrets", secrets());
        contexts.put("env", Type.map(Type.TEXT));
        return contexts;
    }

    private Type github() {
        Type.Fields event = Type.loose(Map.of());
        Optional<Trigger.WorkflowDispatch> dispatch = dispatch();
        if (dispatch.isPresent()) {
            Map<String, Type> given = new LinkedHashMap<>();
            dispatch.get().inputs().forEach(input -> given.put(input.name(), Type.TEXT));
            event = event.with("inputs", Type.strict(given));
        }
        Type.Fields github = texts(GITHUB)
                .with("event", event)
                .with("ref_protected", Type.BOOL)
                .with("retention_days", Type.NUMBER);
        for (String name : GITHUBS_ALONE) {
            github = github.with(name, Type.ABSENT);
        }
        return github;
    }

    private Optional<Trigger.WorkflowDispatch> dispatch() {
        return workflow.triggers().stream()
                .filter(Trigger.WorkflowDispatch.class::isInstance)
                .map(Trigger.WorkflowDispatch.class::cast)
                .findFirst();
    }

    private Type.Fields inputs() {
        Type.Fields inputs = Type.strict(Map.of());
        for (Trigger.Input input :
                dispatch().map(Trigger.WorkflowDispatch::inputs).orElse(List.of())) {
            inputs = inputs.with(input.name(), type(input.type()));
        }
        for (Trigger.CallInput input : call.map(Trigger.WorkflowCall::inputs).orElse(List.of())) {
            Type type = type(input.type());
            inputs = inputs.with(
                    input.name(), inputs.field(input.name()).map(type::or).orElse(type));
        }
        return inputs;
    }

    private static Type type(Trigger.Input.Type type) {
        return switch (type) {
            case BOOLEAN -> Type.BOOL;
            case NUMBER -> Type.NUMBER;
            case STRING, CHOICE, ENVIRONMENT -> Type.TEXT;
        };
    }

    /**
     * A called workflow sees the secrets that it declares, and any where it is started in other ways or inherits them. Who
     * calls from elsewhere is not known: declared secrets then stand for all, as actionlint takes it.
     */
    private Type secrets() {
        boolean onlyCalled = call.filter(trigger -> !trigger.secrets().isEmpty() || namesSecrets)
                        .isPresent()
                && workflow.triggers().size() == 1
                && !around.inheritsSecrets();
        if (!onlyCalled) {
            return Type.map(Type.TEXT);
        }
        Map<String, Type> fields = new LinkedHashMap<>();
        GIVEN_SECRETS.forEach(name -> fields.put(name, Type.TEXT));
        call.orElseThrow().secrets().forEach(secret -> fields.put(secret.name(), Type.TEXT));
        return Type.strict(fields);
    }

    /** A default may name the inputs before its own. */
    Map<String, Type> inputsBefore(Trigger.WorkflowCall trigger, int index) {
        Type.Fields inputs = Type.strict(Map.of());
        for (Trigger.CallInput input : trigger.inputs().subList(0, index)) {
            inputs = inputs.with(input.name(), type(input.type()));
        }
        return with(run(), "inputs", inputs);
    }

    /** For the outputs of a called workflow. */
    Map<String, Type> jobs() {
        Map<String, Type> jobs = new LinkedHashMap<>();
        workflow.jobs()
                .forEach(job -> jobs.put(job.id(), Type.strict(Map.of("result", Type.TEXT, "outputs", outputs(job)))));
        return with(run(), "jobs", Type.strict(jobs));
    }

    private static Type outputs(Job job) {
        return switch (job) {
            case StepJob steps -> {
                Map<String, Type> outputs = new LinkedHashMap<>();
                steps.outputs().keySet().forEach(name -> outputs.put(name, Type.TEXT));
                yield Type.strict(outputs);
            }
            case CallJob called -> {
                Optional<Trigger.WorkflowCall> trigger = called.called().flatMap(Workflow::calledBy);
                if (trigger.isEmpty()) {
                    yield Type.map(Type.TEXT);
                }
                Map<String, Type> outputs = new LinkedHashMap<>();
                trigger.get().outputs().forEach(output -> outputs.put(output.name(), Type.TEXT));
                yield Type.strict(outputs);
            }
        };
    }

    /** For the condition and the matrix of a job. */
    Map<String, Type> beforeMatrix(Job job) {
        Map<String, Type> needs = new LinkedHashMap<>();
        workflow.needs(job)
                .forEach(need ->
                        needs.put(need.id(), Type.strict(Map.of("result", Type.TEXT, "outputs", outputs(need)))));
        return with(run(), "needs", Type.strict(needs));
    }

    /** For the other keys of a job. */
    Map<String, Type> job(Job job) {
        Map<String, Type> before = beforeMatrix(job);
        Type matrix = MatrixTypes.of(job.strategy().flatMap(Strategy::matrix), before);
        Map<String, Type> contexts = with(before, "matrix", matrix);
        contexts.put(
                "strategy",
                Type.loose(Map.of(
                        "fail-fast", Type.BOOL,
                        "job-index", Type.NUMBER,
                        "job-total", Type.NUMBER,
                        "max-parallel", Type.NUMBER)));
        contexts.put("runner", texts(RUNNER));
        contexts.put("job", jobContext());
        return contexts;
    }

    private static Type jobContext() {
        Map<String, Type> container = Map.of("id", Type.TEXT, "network", Type.TEXT);
        Map<String, Type> service = new LinkedHashMap<>(container);
        service.put("ports", Type.map(Type.TEXT));
        return Type.strict(Map.of(
                "status", Type.TEXT,
                "check_run_id", Type.ABSENT,
                "workflow_ref", Type.TEXT,
                "workflow_sha", Type.TEXT,
                "workflow_repository", Type.TEXT,
                "workflow_file_path", Type.TEXT,
                "container", Type.strict(container),
                "services", Type.map(Type.strict(service))));
    }

    /** For the step of that number, which sees those before it. */
    Map<String, Type> step(StepJob job, int index) {
        return with(job(job), "steps", Type.strict(named(job.steps().subList(0, index))));
    }

    private Map<String, Type> named(List<Step> steps) {
        Map<String, Type> named = new LinkedHashMap<>();
        for (Step step : steps) {
            step.id()
                    .ifPresent(id -> named.put(
                            id,
                            Type.strict(
                                    Map.of("outputs", outputs(step), "outcome", Type.TEXT, "conclusion", Type.TEXT))));
            if (step.work() instanceof Step.Work.Parallel parallel) {
                named.putAll(named(parallel.steps()));
            }
        }
        return named;
    }

    private Type outputs(Step step) {
        Optional<ActionFace> face =
                step.work() instanceof Step.Work.Uses uses ? around.actions().find(uses.action()) : Optional.empty();
        return face.flatMap(ActionFace::outputs)
                .map(names -> Type.strict(names.stream().collect(Collectors.toMap(name -> name, _ -> Type.TEXT))))
                .orElseGet(() -> Type.map(Type.TEXT));
    }

    private static Map<String, Type> with(Map<String, Type> contexts, String name, Type type) {
        Map<String, Type> more = new LinkedHashMap<>(contexts);
        more.put(name, type);
        return more;
    }
}
