package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.JobContexts;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.workflow.Concurrency;
import dev.slipway.actions.workflow.ReadOptions;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.action.CallableWorkflows;
import dev.slipway.server.action.ProjectActions;
import dev.slipway.server.git.GitAccess;
import dev.slipway.store.run.Run;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Plans runs, and plans them again after a restart: from the commit's own workflow file and the event that was kept. */
final class RunPlans {

    /** What workflows see as the owner of every repository; Slipway's projects have none. */
    static final String OWNER = GitAccess.OWNER;

    private final RunSources sources;
    private final RunSettings settings;
    private final ActionRepositories actions;
    private final String serverUrl;
    private final Duration retention;

    /** @param retention how long artifacts are kept */
    RunPlans(
            RunSources sources,
            RunSettings settings,
            ActionRepositories actions,
            String serverUrl,
            Duration retention) {
        this.actions = actions;
        this.sources = sources;
        this.settings = settings;
        this.serverUrl = serverUrl;
        this.retention = retention;
    }

    /** The plan of a run that is in the database. */
    PlannedRun of(Run run) {
        Event event = StoredEvent.read(run.eventJson());
        CallableWorkflows.Remote remote = CallableWorkflows.Remote.noted(
                StoredEvent.called(run.eventJson()).orElse(Map.of()));
        return plan(
                read(run, calls(run.project(), definition(run), remote)),
                event,
                run.project(),
                definition(run),
                new Count(run.serial(), run.number(), run.attempt(), run.askedBy()));
    }

    /** The commit whose workflows count. */
    static String definition(Run run) {
        return PullFacts.of(run.eventJson()).map(PullFacts::definition).orElse(run.commit());
    }

    private static boolean isStrangers(Run run) {
        return PullFacts.of(run.eventJson()).filter(PullFacts::stranger).isPresent();
    }

    private Workflow read(Run run, CallableWorkflows calls) {
        String text = Optional.ofNullable(
                        sources.workflows(run.project(), definition(run)).get(run.file()))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND, "workflow-gone", run.file() + " is not in " + definition(run), null));
        WorkflowReader.Reading reading = WorkflowReader.read(run.file(), text, ReadOptions.STANDARD.calling(calls));
        return reading.workflow()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-workflow",
                        reading.findings().stream()
                                .filter(finding -> Finding.anyError(List.of(finding)))
                                .findFirst()
                                .map(Finding::toString)
                                .orElse(run.file() + " cannot be read"),
                        "see its findings"));
    }

    /** The workflows that those of a commit may call. */
    CallableWorkflows calls(String project, String commit, CallableWorkflows.Remote remote) {
        return new CallableWorkflows(sources.workflows(project, commit), remote);
    }

    /**
     * Fetches the workflows of other repositories that the run calls, which may take a while.
     *
     * @return the run, which holds their texts from then on
     */
    Run fetch(Run run) {
        ProjectActions project = new ProjectActions(
                actions,
                sources.actionLock(run.project(), definition(run)).map(ActionLock::read),
                JobProjects.ofActions(run.project(), isStrangers(run), sources));
        CallableWorkflows calls = calls(run.project(), definition(run), CallableWorkflows.Remote.fetched(project));
        read(run, calls);
        return run.keeping(StoredEvent.write(
                StoredEvent.read(run.eventJson()),
                calls.noted(),
                PullFacts.of(run.eventJson()).orElse(null),
                RunTitle.of(run)));
    }

    /** @param definition commit that the workflow is read from */
    PlannedRun plan(Workflow workflow, Event event, String project, String definition, Count count) {
        Map<String, Value> github = new LinkedHashMap<>();
        github.put("repository", Value.of(repository(project)));
        github.put("repository_owner", Value.of(OWNER));
        github.put("repositoryUrl", Value.of(serverUrl + "/" + repository(project) + ".git"));
        github.put("run_id", Value.of(Long.toString(count.serial())));
        github.put("run_number", Value.of(Long.toString(count.number())));
        github.put("run_attempt", Value.of(Long.toString(count.attempt())));
        github.put("retention_days", Value.of(Long.toString(retention.toDays())));
        github.put("triggering_actor", Value.of(count.askedBy()));
        github.put("server_url", Value.of(serverUrl));
        github.put("api_url", Value.of(serverUrl + "/api/v1"));
        github.put("workflow_ref", Value.of(repository(project) + "/" + workflow.file() + "@" + event.ref()));
        github.put("workflow_sha", Value.of(definition));
        github.put("ref_protected", Value.of(false));
        github.put("token", Value.of(""));
        return Planner.plan(workflow, event, github, settings.variables(project, Optional.empty()));
    }

    /** Which run of the server and of its workflow it is, which attempt of that, and who asked for the attempt. */
    record Count(long serial, long number, long attempt, String askedBy) {}

    static String repository(String project) {
        return OWNER + "/" + project;
    }

    /** The run's concurrency group, lower case; absent where it has none. */
    static Optional<String> group(PlannedRun plan) {
        return plan.workflow()
                .concurrency()
                .map(Concurrency::group)
                .map(group -> group.evaluateText(JobContexts.of(plan).build(Status.SUCCESS))
                        .toLowerCase(Locale.ROOT))
                .filter(group -> !group.isBlank());
    }
}
