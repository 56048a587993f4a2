package dev.slipway.server.local;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.event.TriggerMatch;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.ReadOptions;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.action.CallableWorkflows;
import dev.slipway.server.run.JobSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is to run, planned.
 *
 * @param runs one for each workflow
 * @param findings of the files that were asked for
 */
record LocalPlan(List<Named> runs, List<Finding> findings) {

    private static final String OWNER = "slipway";

    /** So many are done before a second thread has begun. */
    private static final int FEW = 16;

    /** @param id that artifacts are kept under, and the number that the workflow knows it by */
    record Named(String id, PlannedRun plan) {}

    /**
     * @param begun makes the numbers of the runs, so that what is kept under them is that of no other time
     * @throws Problem of kind NOT_FOUND, codes {@code no-workflow}, {@code no-job}, {@code no-leg}, when nothing fits what was asked
     */
    static LocalPlan of(LocalRepository repository, RunArguments asked, Instant begun) throws IOException {
        Event event = event(repository, asked);
        Map<String, String> variables = DotEnv.read(asked.variableFile());
        Map<String, String> files = repository.workflows();
        List<WorkflowReader.Reading> meant = meant(repository, asked, files);
        List<Finding> findings =
                meant.stream().flatMap(reading -> reading.findings().stream()).toList();
        List<Workflow> started = meant.stream()
                .flatMap(reading -> reading.workflow().stream())
                .filter(workflow -> asked.workflow().isPresent() || TriggerMatch.starts(workflow, event))
                .toList();
        List<Named> runs = beside(IntStream.range(0, started.size()).boxed().toList())
                .map(i -> {
                    Workflow workflow = started.get(i);
                    String id = Long.toString(begun.toEpochMilli() + i);
                    Map<String, Value> github = github(repository, workflow, event, id);
                    return new Named(id, only(planned(workflow, event, github, variables), asked.job()));
                })
                .toList();
        if (runs.isEmpty() && !Finding.anyError(findings)) {
            throw nothing(asked, event, files.keySet());
        }
        asked.matrix().check(runs.stream().map(Named::plan).toList());
        return new LocalPlan(runs, findings);
    }

    /** Of several workflows, the one that cannot be planned is named. */
    private static PlannedRun planned(
            Workflow workflow, Event event, Map<String, Value> github, Map<String, String> variables) {
        try {
            return Planner.plan(workflow, event, github, variables);
        } catch (Problem problem) {
            throw Problem.of(
                    problem.kind(),
                    problem.code(),
                    workflow.file() + ": " + problem.message(),
                    problem.hint(),
                    problem);
        }
    }

    private static Problem nothing(RunArguments asked, Event event, Set<String> files) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-workflow",
                asked.workflow()
                        .map(name -> "there is no workflow '" + name + "' here")
                        .orElse("no workflow here is started by " + event.name()),
                files.isEmpty()
                        ? "there are no files in .github/workflows"
                        : "there are " + String.join(", ", files) + "; --event names another event");
    }

    /** What is read of the files that were asked for. */
    private static List<WorkflowReader.Reading> meant(
            LocalRepository repository, RunArguments asked, Map<String, String> files) throws IOException {
        CallableWorkflows.Remote remote = CallableWorkflows.Remote.fetched(LocalBench.actions(repository, asked));
        Map<String, String> callable = Map.copyOf(files);
        return beside(List.copyOf(files.entrySet()))
                .map(file -> Map.entry(file.getKey(), read(file, new CallableWorkflows(callable, remote))))
                .filter(read -> asked.workflow()
                        .map(name -> isNamed(read.getKey(), read.getValue().workflow(), name))
                        .orElse(true))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static WorkflowReader.Reading read(Map.Entry<String, String> file, CallableWorkflows calls) {
        return WorkflowReader.read(file.getKey(), file.getValue(), ReadOptions.STANDARD.calling(calls));
    }

    /** On all processors where there is work for them; the order stays. */
    private static <T> Stream<T> beside(List<T> all) {
        return all.size() < FEW ? all.stream() : all.parallelStream();
    }

    private static boolean isNamed(String file, Optional<Workflow> workflow, String name) {
        return file.equals(name)
                || file.endsWith("/" + name)
                || file.replaceFirst("\\.ya?ml$", "").endsWith("/" + name)
                || workflow.map(Workflow::name).filter(name::equals).isPresent();
    }

    /** The job and those it needs, as a workflow of their own. */
    private static PlannedRun only(PlannedRun plan, Optional<String> job) {
        if (job.isEmpty()) {
            return plan;
        }
        Workflow whole = plan.workflow();
        Job wanted = whole.job(job.get())
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-job",
                        whole.file() + " has no job '" + job.get() + "'",
                        "it has " + whole.jobs().stream().map(Job::id).toList()));
        Set<Job> kept = new LinkedHashSet<>();
        collect(whole, wanted, kept);
        List<Job> inOrder = whole.jobs().stream().filter(kept::contains).toList();
        return new PlannedRun(
                whole.withJobs(inOrder), plan.event(), plan.github(), plan.inputs(), plan.vars(), Optional.empty());
    }

    private static void collect(Workflow workflow, Job job, Set<Job> kept) {
        if (kept.add(job)) {
            workflow.needs(job).forEach(need -> collect(workflow, need, kept));
        }
    }

    private static Map<String, Value> github(LocalRepository repository, Workflow workflow, Event event, String run) {
        String name = OWNER + "/" + repository.name();
        Map<String, Value> github = new LinkedHashMap<>();
        github.put("repository", Value.of(name));
        github.put("repository_owner", Value.of(OWNER));
        github.put("repositoryUrl", Value.of("http://slipway.localhost/" + name + ".git"));
        github.put("run_id", Value.of(run));
        github.put("run_number", Value.of("1"));
        github.put("run_attempt", Value.of("1"));
        github.put("retention_days", Value.of(Long.toString(JobSettings.USUAL_ARTIFACT_LIFE.toDays())));
        github.put("server_url", Value.of("http://slipway.localhost"));
        github.put("api_url", Value.of("http://slipway.localhost/api/v1"));
        github.put("workflow_ref", Value.of(name + "/" + workflow.file() + "@" + event.ref()));
        github.put("workflow_sha", Value.of(event.sha()));
        github.put("ref_protected", Value.of(false));
        github.put("token", Value.of(""));
        return github;
    }

    private static Event event(LocalRepository repository, RunArguments asked) throws IOException {
        Value.Mapping payload = Value.Mapping.EMPTY;
        if (asked.eventFile().isPresent()) {
            String text = Files.readString(asked.eventFile().get());
            if (!(Value.of(Json.read(text, JsonNode.class)) instanceof Value.Mapping mapping)) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "bad-event",
                        asked.eventFile().get() + " holds no JSON object",
                        "write what workflows see as github.event");
            }
            payload = mapping;
        }
        if (!asked.inputs().isEmpty()) {
            payload = payload.with("inputs", Value.Mapping.ofTexts(asked.inputs()));
        }
        return new Event(
                asked.event(),
                text(payload, "action"),
                text(payload, "ref").filter(ref -> ref.startsWith("refs/")).orElseGet(repository::ref),
                repository.commit(),
                text(payload, "before"),
                pullRequest(payload, "base"),
                pullRequest(payload, "head"),
                repository.user(),
                Optional.empty(),
                payload,
                asked.inputs());
    }

    private static Optional<String> text(Value.Mapping payload, String field) {
        return payload.get(field).filter(value -> value instanceof Value.Text).map(Value::text);
    }

    private static Optional<String> pullRequest(Value.Mapping payload, String side) {
        return payload.get("pull_request")
                .filter(Value.Mapping.class::isInstance)
                .flatMap(request -> ((Value.Mapping) request).get(side))
                .filter(Value.Mapping.class::isInstance)
                .flatMap(branch -> text((Value.Mapping) branch, "ref"));
    }
}
