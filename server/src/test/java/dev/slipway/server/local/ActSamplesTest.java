package dev.slipway.server.local;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.event.TriggerMatch;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.ReadOptions;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.runner.host.Programs;
import dev.slipway.server.action.CallableWorkflows;
import dev.slipway.testkit.Conformance;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the samples of nektos/act that need neither network nor containers, by the engine of {@code slipway run}, and
 * writes down how each ended. What is expected is what act's own table of tests (runner_test.go) says.
 */
class ActSamplesTest {

    private static final int FLOOR = 33;

    /**
     * GitHub refuses them as well: they give an input or a secret that is not declared, or leave out a type that must be
     * there.
     */
    private static final Set<String> KNOWN_TO_FAIL = Set.of("input-from-cli", "uses-workflow", "workflow_call_inputs");

    /** What act's table expects to fail, and one that fails wherever the variable ACT is not set as act itself does. */
    private static final Set<String> MEANT_TO_FAIL = Set.of(
            "fail",
            "uses-composite-with-error",
            "ensure-post-steps",
            "no-panic-on-invalid-composite-action",
            "if-env-act",
            "uses-and-run-in-one-step",
            "job-nil-step",
            "uses-github-noref",
            "uses-github-short-sha");

    private static final Map<String, String> EVENTS = Map.of(
            "workflow_dispatch", "workflow_dispatch",
            "workflow_dispatch-scalar", "workflow_dispatch",
            "workflow_dispatch-scalar-composite-action", "workflow_dispatch",
            "input-from-cli", "workflow_dispatch",
            "uses-workflow", "pull_request",
            "uses-workflow-defaults", "workflow_dispatch",
            "workflow_call_inputs", "workflow_call");

    /** From the event files beside the samples, which are not among them. */
    private static final Map<String, Map<String, String>> INPUTS = Map.of(
            "workflow_dispatch", Map.of("required", "required input", "boolean", "true"),
            "input-from-cli", Map.of("NAME", "a name", "SOME_VALUE", "a value", "SOME_INPUT", "given"));

    private static final Map<String, String> SKIPPED = Map.of(
            "issue-122", "it clones another repository",
            "node", "it wants a node of 2019 and a package registry",
            "mysql-service-container-with-health-check", "it needs Docker",
            "nix-prepend-path", "it is for act's own host mode",
            "secrets", "its secrets file is not among the samples");

    @TempDir
    Path folder;

    private final Conformance cases = new Conformance("act");

    @Test
    void samples_endAsTheTableOfTheirAuthorsSays() throws Exception {
        Path samples = Conformance.folder("act");
        try (var files = Files.walk(samples, 3)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .filter(path -> !path.getFileName().toString().matches("action\\.ya?ml|config\\.yml"))
                    .filter(path -> !path.toString().contains("/.github/"))
                    .sorted()
                    .toList()) {
                judge(samples, file);
            }
        }
        cases.finish(FLOOR, KNOWN_TO_FAIL::contains);
    }

    private void judge(Path samples, Path file) throws Exception {
        String name = samples.relativize(file.getParent()).toString();
        String text = Files.readString(file);
        Optional<String> reason = reason(file.getParent(), name, text);
        if (reason.isPresent()) {
            cases.skip(name, reason.get());
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String actual = run(samples, file, name, text, said);
        String expected = MEANT_TO_FAIL.contains(name) ? "failure" : "success";
        String log = said.toString(StandardCharsets.UTF_8);
        cases.check(
                name,
                actual.equals(expected),
                expected,
                actual + ": " + log.substring(Math.max(0, log.length() - 1500)));
    }

    private static Optional<String> reason(Path sample, String name, String text) throws Exception {
        if (SKIPPED.containsKey(name)) {
            return Optional.ofNullable(SKIPPED.get(name));
        } else if (text.contains("windows")) {
            return Optional.of("it needs Windows");
        } else if (!name.startsWith("shells/")
                && (text.matches("(?s).*(\\n\\s+container:|\\n\\s+services:|docker://).*")
                        || name.contains("docker"))) {
            return Optional.of("it needs Docker");
        } else if (text.contains("pwsh")
                && new Programs(System.getenv("PATH")).find("pwsh").isEmpty()) {
            return Optional.of("there is no pwsh on this host");
        }
        return needs(text).or(() -> ofActions(sample));
    }

    /** What the actions need that the workflow uses. */
    private static Optional<String> needs(String text) {
        for (String line : text.lines().toList()) {
            String uses = line.replaceFirst("^[\\s-]*uses:\\s*", "").strip();
            if (uses.equals(line.strip()) || uses.startsWith("actions/checkout@")) {
                continue;
            }
            if (!uses.startsWith("./")
                    && uses.matches("[^@]+@(main|master|v[0-9.]+|[0-9a-f]{40}|\\S+)")
                    && !uses.matches(".*@[0-9a-f]{7,39}")) {
                return Optional.of("it needs the network: " + uses);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofActions(Path sample) {
        try (var files = Files.walk(sample)) {
            for (Path file : files.filter(path -> path.getFileName().toString().matches("action\\.ya?ml"))
                    .toList()) {
                String text = Files.readString(file);
                Optional<String> reason = needs(text);
                if (reason.isPresent()) {
                    return reason;
                }
                if (text.contains("docker")) {
                    return Optional.of("it needs Docker");
                } else if (text.contains("node") && text.contains("main:")) {
                    return Optional.of("the scripts of its actions are not among the samples");
                }
            }
            return Optional.empty();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String run(Path samples, Path file, String name, String text, ByteArrayOutputStream said) throws Exception {
        CallableWorkflows calls =
                new CallableWorkflows(new LocalRepository(samples).workflows(), CallableWorkflows.Remote.LATER);
        WorkflowReader.Reading reading =
                WorkflowReader.read(samples.relativize(file).toString(), text, ReadOptions.STANDARD.calling(calls));
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Optional<Workflow> read = reading.workflow().map(ActSamplesTest::withoutContainers);
        if (read.isEmpty()) {
            reading.findings().forEach(out::println);
            return "failure";
        }
        Workflow workflow = read.get();
        Event event = event(EVENTS.getOrDefault(name, "push"), INPUTS.getOrDefault(name, Map.of()));
        if (!TriggerMatch.starts(workflow, event)) {
            out.println("it is not started by " + event.name());
            return "not started";
        }
        RunArguments arguments = RunArguments.parse(List.of("--actions-url=none", "--folder=" + samples));
        LiveOutput output = new LiveOutput(out, false, false);
        Path place = folder.resolve(name.replace('/', '-'));
        try (LocalBench bench = LocalBench.open(
                new LocalRepository(samples), arguments, Files.createDirectories(place), InstantSource.system())) {
            PlannedRun plan = Planner.plan(
                    workflow,
                    event,
                    Map.of(
                            "repository", Value.of("nektos/act"),
                            "repository_owner", Value.of("nektos"),
                            "run_id", Value.of("1"),
                            "server_url", Value.of("http://slipway.localhost"),
                            "token", Value.of("")),
                    Map.of());
            Conclusion end =
                    bench.prepare(new LocalPlan.Named("run-1", plan), output).toEnd();
            return end.text();
        } catch (dev.slipway.kernel.Problem problem) {
            out.println(problem.message());
            return "failure";
        }
    }

    /** The jobs of the host: the images of the others would have to be fetched. */
    private static Workflow withoutContainers(Workflow whole) {
        List<Job> onHost = whole.jobs().stream()
                .filter(job ->
                        !(job instanceof StepJob steps && steps.container().isPresent()))
                .toList();
        return whole.withJobs(onHost);
    }

    private static Event event(String name, Map<String, String> inputs) {
        return new Event(
                name,
                Optional.empty(),
                "refs/heads/main",
                "0".repeat(40),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "nektos/act",
                Optional.empty(),
                Value.of(Map.of("inputs", Value.Mapping.ofTexts(inputs))),
                inputs);
    }
}
