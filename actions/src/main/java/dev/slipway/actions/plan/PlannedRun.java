package dev.slipway.actions.plan;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.CacheMode;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Permissions;
import dev.slipway.actions.workflow.Workflow;
import java.util.Map;
import java.util.Optional;

/**
 * A workflow that is going to run: for an event, or because another workflow calls it.
 *
 * @param github the {@code github} context
 * @param inputs the {@code inputs} context
 * @param vars the {@code vars} context
 * @param call what calls it; absent for the workflow that the event starts
 */
public record PlannedRun(
        Workflow workflow,
        Event event,
        Value.Mapping github,
        Value.Mapping inputs,
        Value.Mapping vars,
        Optional<PlannedCall> call) {

    /** Stands between the key of a call and those of the jobs that it calls. */
    public static final String SEPARATOR = " / ";

    /** The contexts that exist before any job does; secrets are with those who run jobs. */
    public Map<String, Value> contexts() {
        return Map.of("github", github, "inputs", inputs, "vars", vars);
    }

    /**
     * Where the workflow of these jobs is from, as the {@code job} context tells it. A workflow of another repository is of
     * the commit that its reference names; what a tag or a branch stands for is told by that name.
     */
    public Value.Mapping definition() {
        String file = workflow.file();
        Optional<ActionReference.Repository> elsewhere = Optional.of(file)
                .filter(path -> !path.startsWith("."))
                .flatMap(ActionReference::parse)
                .filter(ActionReference.Repository.class::isInstance)
                .map(ActionReference.Repository.class::cast);
        String repository =
                elsewhere.map(from -> from.owner() + "/" + from.repository()).orElseGet(() -> fact("repository"));
        String path = elsewhere.map(ActionReference.Repository::path).orElse(file);
        String ref = elsewhere.map(ActionReference.Repository::ref).orElse(event.ref());
        return Value.Mapping.ofTexts(Map.of(
                "workflow_ref",
                repository + "/" + path + "@" + ref,
                "workflow_sha",
                elsewhere.isPresent() ? ref : fact("workflow_sha"),
                "workflow_repository",
                repository,
                "workflow_file_path",
                path));
    }

    private String fact(String name) {
        return github.get(name).map(Value::text).orElse("");
    }

    /** What the keys of all jobs of this workflow begin with; empty for the workflow that the event starts. */
    public String scope() {
        return call.map(caller -> caller.legKey() + SEPARATOR).orElse("");
    }

    /** The job's key, unique in the run over all workflows that are called: job ids hold neither blanks nor slashes. */
    public String key(Job job) {
        return scope() + job.id();
    }

    /** True when the key is the job's, or that of a job of a workflow that it calls. */
    public static boolean isWithin(String jobKey, String key) {
        return key.equals(jobKey) || key.startsWith(jobKey + SEPARATOR) || key.startsWith(jobKey + "#");
    }

    /** A job's name as people see it, behind the names of the jobs that call its workflow. */
    public String named(String name) {
        return call.map(caller -> caller.displayName() + SEPARATOR + name).orElse(name);
    }

    /** How many workflows call one another down to this one; 0 for the workflow that the event starts. */
    public int depth() {
        return call.map(caller -> caller.run().depth() + 1).orElse(0);
    }

    /** What the token of a job may do: what the job says, else its workflow, else what calls that. */
    public Permissions permissions(Job job) {
        return job.permissions().orElseGet(this::permissions);
    }

    Permissions permissions() {
        return workflow.permissions().isExplicit()
                ? workflow.permissions()
                : call.map(PlannedCall::permissions).orElse(Permissions.DEFAULT);
    }

    /** What a job may do with caches: what it says, else its workflow, else what calls that, else what the event allows. */
    public CacheMode cacheMode(Job job) {
        return job.cacheMode().or(this::cacheMode).orElseGet(() -> CacheMode.usual(event.name()));
    }

    Optional<CacheMode> cacheMode() {
        return workflow.cacheMode().or(() -> call.flatMap(PlannedCall::cacheMode));
    }

    /**
     * The secrets that the workflow sees.
     *
     * @param ofProject what the run that was started has
     * @throws dev.slipway.kernel.Problem where one that is passed cannot be evaluated
     */
    public Map<String, String> secrets(Map<String, String> ofProject) {
        return call.map(caller -> caller.secrets(ofProject)).orElse(ofProject);
    }

    /** The same with the token of one job in the {@code github} context. */
    public PlannedRun withToken(String token) {
        return new PlannedRun(workflow, event, github.with("token", Value.of(token)), inputs, vars, call);
    }

    /** The same with other variables. */
    public PlannedRun with(Value.Mapping variables) {
        return new PlannedRun(workflow, event, github, inputs, variables, call);
    }
}
