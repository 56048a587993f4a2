package dev.slipway.benchmarks;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.runner.JobAccess;
import dev.slipway.runner.JobOrder;
import dev.slipway.runner.JobOutcome;
import dev.slipway.runner.JobPorts;
import dev.slipway.runner.JobProgress;
import dev.slipway.runner.JobRunner;
import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.action.ActionSource;
import dev.slipway.runner.action.OtherProjects;
import dev.slipway.runner.action.RunNames;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.runner.cache.CacheScope;
import dev.slipway.runner.cache.DiskCacheStore;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.runner.wall.AccountRange;
import dev.slipway.runner.wall.Isolation;
import dev.slipway.runner.wall.Walls;
import dev.slipway.testkit.TempHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a step costs beside the shell that it runs in: a job of many steps {@code true} on the real runner, against a bash
 * loop that starts {@code bash -e script} as often. Behind walls
 * with {@code -Dslipway.isolation=required}. Both in turn, several rounds, after two that do not count.
 */
public final class StepOverhead {

    private static final int WARM_UPS = 2;

    private final Path folder;
    private final int steps;
    private final Walls walls;

    private StepOverhead(Path folder, int steps) {
        this.folder = folder;
        this.steps = steps;
        this.walls = walls(folder);
    }

    /** @param arguments rounds and steps, by default 7 and 100 */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        try (TempHome home = TempHome.create()) {
            new StepOverhead(home.resolve(""), steps).measure(rounds);
        }
    }

    private static Walls walls(Path folder) {
        Walls.Order order = new Walls.Order(
                Isolation.of(System.getProperty("slipway.isolation", "none")), AccountRange.USUAL, List.of());
        return Walls.find(order, folder.resolve("jobs"), System.getenv());
    }

    private void measure(int rounds) throws IOException, InterruptedException {
        List<Double> runner = new ArrayList<>();
        List<Double> bash = new ArrayList<>();
        double cold = job();
        for (int i = 1; i < WARM_UPS; i++) {
            job();
        }
        loop();
        for (int i = 0; i < rounds; i++) {
            bash.add(loop());
            runner.add(job());
        }
        Samples jobs = new Samples(runner);
        Samples shells = new Samples(bash);
        System.out.println("| what | ms per step: median (lowest to highest) |");
        System.out.println("|---|---|");
        System.out.println("| a step `true` on the runner | " + jobs + " |");
        System.out.println("| `bash -e script` in a bash loop | " + shells + " |");
        System.out.printf(Locale.ROOT, "| overhead of a step | %.2f |%n", jobs.median() - shells.median());
        System.out.printf(Locale.ROOT, "| a step of the first job of a fresh JVM | %.2f |%n", cold);
    }

    /** Milliseconds per step of one whole job, its beginning and end included. */
    private double job() throws IOException, InterruptedException {
        PlannedRun run = plan();
        PlannedJob job = Planner.expand(run, (StepJob) run.workflow().jobs().getFirst(), Value.Mapping.EMPTY)
                .getFirst();
        ActionCall.Facts facts = new ActionCall.Facts(
                "run-1",
                "acme/shop",
                "shop",
                "refs/heads/main",
                run.event().sha(),
                new CacheScope("shop", "refs/heads/main", List.of()));
        JobOrder order = new JobOrder(UUID.randomUUID().toString(), run, job, facts, Map.of(), false, false);
        JobRunner runner = new JobRunner(
                RunnerHost.of("benchmark", folder.resolve("jobs"), System.getenv())
                        .behind(walls),
                InstantSource.system());
        JobPorts ports = ports();
        long start = System.nanoTime();
        JobOutcome outcome = runner.run(order, ports, new CancelToken());
        double elapsed = millisSince(start);
        if (outcome.conclusion() != Conclusion.SUCCESS || outcome.steps().size() < steps) {
            throw new IllegalStateException("the job came to " + outcome);
        }
        return elapsed / steps;
    }

    private PlannedRun plan() {
        String text = "on: push\njobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n"
                + "      - run: 'true'\n".repeat(steps);
        WorkflowReader.Reading reading = WorkflowReader.read(".github/workflows/steps.yml", text);
        Workflow workflow = reading.workflow()
                .orElseThrow(() -> new IllegalStateException(reading.findings().toString()));
        Event event = Event.push("refs/heads/main", "0123456789".repeat(4), "0".repeat(40), "ann", List.of());
        return Planner.plan(
                workflow,
                event,
                Map.of(
                        "repository",
                        Value.of("acme/shop"),
                        "repository_owner",
                        Value.of("acme"),
                        "token",
                        Value.of("")),
                Map.of());
    }

    private JobPorts ports() {
        InstantSource clock = InstantSource.system();
        ActionCall.Stores stores = new ActionCall.Stores(
                (request, _) -> {
                    throw new IOException("no source for " + request);
                },
                new DiskArtifactStore(folder.resolve("artifacts"), Duration.ofDays(90), clock),
                RunNames.PLAIN,
                new DiskCacheStore(folder.resolve("caches"), 1 << 20, clock),
                ActionSource.NONE,
                OtherProjects.NONE);
        return new JobPorts(_ -> {}, stores, JobAccess.NONE, JobProgress.IGNORED, Optional.empty());
    }

    /** Milliseconds per shell. */
    private double loop() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("step.sh"), "true\n");
        String loop = "for ((i = 0; i < " + steps + "; i++)); do bash -e \"$1\"; done";
        ProcessBuilder command = new ProcessBuilder("bash", "-c", loop, "loop", script.toString());
        long start = System.nanoTime();
        int code = command.start().waitFor();
        double elapsed = millisSince(start);
        if (code != 0) {
            throw new IllegalStateException("the loop ended with " + code);
        }
        return elapsed / steps;
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
