package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.event.TriggerMatch;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobResult;
import dev.slipway.actions.plan.Move;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.plan.Progress;
import dev.slipway.actions.plan.Scheduler;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples of nektos/act that need neither network nor containers, and writes down how each ended. */
class ActSamplesTest {

    /** Samples that fail wherever the variable ACT is not set, as it is by act itself. */
    private static final Set<String> MEANT_TO_FAIL = Set.of("if-env-act/push.yml");

    /** Samples that clone another repository, or want a node of 2019 and a package registry. */
    private static final Set<String> NEED_NETWORK = Set.of("issue-122/main.yaml", "node/push.yml");

    @TempDir
    Path folder;

    @Test
    void samples_endAsTheirAuthorsMeant() throws Exception {
        Path samples = conformance().resolve("act");
        assumeTrue(Files.isDirectory(samples), "the conformance data is not here: " + samples);
        Map<String, String> results = new TreeMap<>();
        try (var files = Files.walk(samples, 2)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList()) {
                String name = samples.relativize(file).toString();
                results.put(name, result(name, Files.readString(file)));
            }
        }
        Path report = Path.of("target/conformance/act.json");
        Files.createDirectories(report.getParent());
        Files.writeString(report, Json.write(results));
        assertThat(results.values().stream().filter("passed"::equals).count()).isGreaterThanOrEqualTo(14);
        assertThat(results).doesNotContainValue("failed");
    }

    private static Path conformance() {
        return Path.of(Optional.ofNullable(System.getenv("SLIPWAY_CONFORMANCE"))
                .filter(text -> !text.isBlank())
                .orElse(System.getProperty("slipway.conformance.default", "absent")));
    }

    private String result(String name, String text) throws Exception {
        WorkflowReader.Reading reading = WorkflowReader.read(name, text);
        if (reading.workflow().isEmpty()) {
            return "not run: " + reading.findings().getFirst().message();
        }
        Workflow workflow = reading.workflow().get();
        Event event = Event.push("refs/heads/main", "0".repeat(40), "1".repeat(40), "nektos/act", List.of());
        if (!TriggerMatch.starts(workflow, event)) {
            return "not run: a push does not start it";
        }
        if (NEED_NETWORK.contains(name)) {
            return "not run: needs the network";
        }
        if (text.contains("pwsh")
                && new Programs(System.getenv("PATH")).find("pwsh").isEmpty()) {
            return "not run: there is no pwsh on this host";
        }
        boolean meantToFail = MEANT_TO_FAIL.contains(name);
        Conclusion expected = meantToFail ? Conclusion.FAILURE : Conclusion.SUCCESS;
        JobBench bench = new JobBench(Files.createDirectories(folder.resolve(name.replace('/', '-'))));
        Map<String, Value> github =
                Map.of("repository", Value.of("nektos/act"), "repository_owner", Value.of("nektos"));
        Conclusion actual = run(bench, Planner.plan(workflow, event, github, Map.of()));
        return actual == expected ? "passed" : text.contains("secrets.") ? "not run: needs secrets" : "failed";
    }

    private static Conclusion run(JobBench bench, PlannedRun plan) throws Exception {
        Progress progress = Progress.start(plan);
        try {
            for (List<Move> moves = Scheduler.next(progress); !moves.isEmpty(); moves = Scheduler.next(progress)) {
                for (Move move : moves) {
                    progress = progress.apply(move);
                    if (move instanceof Move.Start start) {
                        JobOutcome outcome = bench.run(plan, start.leg());
                        progress = progress.ended(start.leg(), new JobResult(outcome.conclusion(), outcome.outputs()));
                    }
                }
            }
        } catch (Problem problem) {
            return Conclusion.FAILURE;
        }
        return progress.conclusion().orElse(Conclusion.FAILURE);
    }
}
