package dev.slipway.runner;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.containers.EngineAccess;
import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.action.ActionSource;
import dev.slipway.runner.action.OtherProjects;
import dev.slipway.runner.action.RunNames;
import dev.slipway.runner.action.SourceProvider;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.runner.cache.CacheScope;
import dev.slipway.runner.cache.DiskCacheStore;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.runner.host.JobLimits;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.runner.log.LogLine;
import dev.slipway.runner.wall.Walls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Runs jobs of workflow texts for tests, on the real host. */
final class JobBench {

    final CancelToken cancel = new CancelToken();
    final List<LogLine> lines = new CopyOnWriteArrayList<>();
    final Map<String, String> secrets = new HashMap<>();
    final Map<String, String> vars = new HashMap<>();
    final Map<String, String> hostEnvironment = new HashMap<>(System.getenv());
    String ref = "refs/heads/main";
    String run = "run-1";
    boolean untrusted;
    boolean debug;
    JobAccess access = JobAccess.NONE;
    Optional<Doorway> doorway = Optional.empty();
    EngineAccess engines = EngineAccess.none();
    String id = UUID.randomUUID().toString();
    ActionSource actions = ActionSource.NONE;
    SourceProvider source = (request, _) -> {
        throw new IOException("no source for " + request);
    };

    private final Path folder;
    private JobLimits limits = JobLimits.NONE;
    private Walls walls = Walls.none();
    private final DiskArtifactStore artifacts;
    private final DiskCacheStore caches;

    JobBench(Path folder) {
        this.folder = folder;
        this.artifacts =
                new DiskArtifactStore(folder.resolve("artifacts"), Duration.ofDays(90), InstantSource.system());
        this.caches = new DiskCacheStore(folder.resolve("caches"), 1 << 30, InstantSource.system());
    }

    /** From now on jobs may take no more than that. */
    JobBench limiting(JobLimits each) {
        limits = each;
        return this;
    }

    /** From now on jobs run behind walls. */
    JobBench behind(Walls each) {
        walls = each;
        return this;
    }

    /** From now on a checkout gives these files. */
    JobBench tree(Map<String, String> files) {
        source = (request, target) -> {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = target.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            return new SourceProvider.Checkout(request.runRef(), request.runCommit());
        };
        return this;
    }

    /** Runs one job with these steps. */
    JobOutcome steps(String steps) throws IOException, InterruptedException {
        return job("runs-on: ubuntu-latest\nsteps:\n" + steps.indent(2));
    }

    /** The same beside the test, which says meanwhile what is to happen. */
    CompletableFuture<JobOutcome> inBackground(String steps) {
        return inBackground(() -> steps(steps));
    }

    static CompletableFuture<JobOutcome> inBackground(Callable<JobOutcome> job) {
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(job.call());
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }

    JobOutcome job(String job) throws IOException, InterruptedException {
        return run(workflow("on: push\njobs:\n  it:\n" + job.indent(4)));
    }

    static Workflow workflow(String text) {
        WorkflowReader.Reading reading = WorkflowReader.read(".github/workflows/test.yml", text);
        return reading.workflow()
                .orElseThrow(() -> new AssertionError(reading.findings().toString()));
    }

    JobOutcome run(Workflow workflow) throws IOException, InterruptedException {
        PlannedRun planned = plan(workflow);
        PlannedJob job = Planner.expand(planned, (StepJob) workflow.jobs().getFirst(), Value.Mapping.EMPTY)
                .getFirst();
        return run(planned, job);
    }

    PlannedRun plan(Workflow workflow) {
        Event event = Event.push(ref, "0123456789012345678901234567890123456789", "0".repeat(40), "ann", List.of());
        return Planner.plan(
                workflow,
                event,
                Map.of(
                        "repository",
                        Value.of("acme/shop"),
                        "repository_owner",
                        Value.of("acme"),
                        "server_url",
                        Value.of("http://slipway.localhost:7070"),
                        "run_id",
                        Value.of("1000001"),
                        "token",
                        Value.of("")),
                vars);
    }

    JobOutcome run(PlannedRun planned, PlannedJob job) throws IOException, InterruptedException {
        JobOrder order = new JobOrder(
                id,
                planned,
                job,
                new ActionCall.Facts(
                        run,
                        "acme/shop",
                        "shop",
                        ref,
                        planned.event().sha(),
                        new CacheScope("shop", ref, List.of("refs/heads/main"), planned.cacheMode(job.job()))),
                secrets,
                debug,
                untrusted);
        JobPorts ports = new JobPorts(
                lines::add,
                new ActionCall.Stores(source, artifacts, RunNames.PLAIN, caches, actions, OtherProjects.NONE),
                access,
                JobProgress.IGNORED,
                doorway);
        return new JobRunner(
                        RunnerHost.of("bench", folder.resolve("jobs"), hostEnvironment)
                                .limiting(limits)
                                .behind(walls),
                        InstantSource.system(),
                        engines)
                .run(order, ports, cancel);
    }

    String log() {
        return lines.stream().map(LogLine::text).collect(Collectors.joining("\n"));
    }

    Path folder() {
        return folder;
    }
}
