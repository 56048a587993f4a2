package dev.slipway.server.local;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.event.TriggerMatch;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.ReadOptions;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Problem;
import dev.slipway.server.action.CallableWorkflows;
import dev.slipway.testkit.Conformance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the samples of nektos/act by the engine of {@code slipway run}, and writes down how each ended: on this host, and
 * in containers where it has an engine, with images made here. Those that use actions of other repositories run where
 * {@code SLIPWAY_ACTIONS_MIRROR} names a folder with clones of them.
 */
@Tag("slow")
class ActSamplesTest {

    private static final int PLACES = 4;
    private static final int FLOOR = 39;
    private static final int FLOOR_WITH_CONTAINERS = 48;

    @TempDir
    Path folder;

    private final Conformance cases = new Conformance("act");
    private final boolean hasEngine = ActImages.lacking().isEmpty();

    @Test
    void samples_endAsTheTableOfTheirAuthorsSays() throws Exception {
        Path samples = ActSupplies.complete(Conformance.folder("act"), folder.resolve("samples"));
        if (hasEngine) {
            try (ActImages _ = ActImages.make(folder.resolve("images"))) {
                judgeAll(samples);
            }
        } else {
            judgeAll(samples);
        }
        cases.finishWithoutFailure(hasEngine ? FLOOR_WITH_CONTAINERS : FLOOR);
    }

    private void judgeAll(Path samples) throws Exception {
        Optional<Path> mirror =
                Optional.ofNullable(System.getenv("SLIPWAY_ACTIONS_MIRROR")).map(Path::of);
        try (ExecutorService places = Executors.newFixedThreadPool(PLACES)) {
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (Path file : workflows(samples)) {
                verdicts.add(places.submit(() -> judge(ActSample.of(samples, file, mirror))));
            }
            for (Future<Verdict> verdict : verdicts) {
                verdict.get().tell(cases);
            }
        }
    }

    private static List<Path> workflows(Path samples) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(samples, 3)) {
            files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .filter(path -> !path.getFileName().toString().matches("action\\.ya?ml|config\\.yml"))
                    .filter(path -> !path.toString().contains("/.github/"))
                    .sorted()
                    .forEach(found::add);
        }
        return found;
    }

    /** @param skipped why it says nothing; absent when it does */
    private record Verdict(String sample, Optional<String> skipped, String expected, String actual, String log) {

        static Verdict skipped(ActSample sample, String reason) {
            return new Verdict(sample.name(), Optional.of(reason), "", "", "");
        }

        void tell(Conformance cases) {
            if (skipped.isPresent()) {
                cases.skip(sample, skipped.get());
            } else {
                String end = log.substring(Math.max(0, log.length() - 1500));
                cases.check(sample, actual.equals(expected), expected, actual + ": " + end);
            }
        }
    }

    private Verdict judge(ActSample sample) throws Exception {
        Optional<String> lacking = sample.lacking();
        if (lacking.isPresent()) {
            return Verdict.skipped(sample, lacking.get());
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String actual = run(sample, said);
        String log = said.toString(StandardCharsets.UTF_8);
        return sample.refusal()
                .filter(log::contains)
                .map(words -> Verdict.skipped(sample, "GitHub refuses it too: " + words))
                .orElseGet(() -> new Verdict(sample.name(), Optional.empty(), sample.expected(), actual, log));
    }

    private String run(ActSample sample, ByteArrayOutputStream said) throws Exception {
        LocalRepository repository = new LocalRepository(sample.samples(), System.getenv());
        RunArguments arguments = RunArguments.parse(sample.arguments(), sample.samples(), Map.of());
        CallableWorkflows calls = new CallableWorkflows(
                repository.workflows(), CallableWorkflows.Remote.fetched(LocalBench.actions(repository, arguments)));
        WorkflowReader.Reading reading =
                WorkflowReader.read(sample.path(), sample.whole(), ReadOptions.STANDARD.calling(calls));
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Optional<Workflow> read = reading.workflow().map(this::runnable);
        if (read.isEmpty()) {
            reading.findings().forEach(out::println);
            return "failure";
        }
        Event event = event(sample.event(), sample.inputs());
        if (!TriggerMatch.starts(read.get(), event)) {
            out.println("it is not started by " + event.name());
            return "not started";
        }
        Path place = Files.createDirectories(folder.resolve(sample.path().replace('/', '-')));
        try (LocalBench bench = LocalBench.open(repository, arguments, place, InstantSource.system())) {
            LocalPlan.Named run = new LocalPlan.Named("run-1", plan(read.get(), event));
            return bench.prepare(run, new LiveOutput(out, false, false)).toEnd().text();
        } catch (Problem problem) {
            out.println(problem.message());
            return "failure";
        }
    }

    private static PlannedRun plan(Workflow workflow, Event event) {
        Map<String, Value> github = Map.of(
                "repository", Value.of("nektos/act"),
                "repository_owner", Value.of("nektos"),
                "run_id", Value.of("1"),
                "server_url", Value.of("http://slipway.localhost"),
                "token", Value.of(""));
        return Planner.plan(workflow, event, github, Map.of());
    }

    /** Where there is no engine, the shells are tried on the host alone. */
    private Workflow runnable(Workflow whole) {
        List<Job> runnable = whole.jobs().stream()
                .filter(job -> hasEngine
                        || !(job instanceof StepJob steps && steps.container().isPresent()))
                .toList();
        return whole.withJobs(runnable);
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
