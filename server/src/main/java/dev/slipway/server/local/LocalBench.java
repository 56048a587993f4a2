package dev.slipway.server.local;

import dev.slipway.containers.EngineAccess;
import dev.slipway.runner.JobRunner;
import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.action.OtherProjects;
import dev.slipway.runner.action.RunNames;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.runner.cache.DiskCacheStore;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionOrigin;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.action.ProjectActions;
import dev.slipway.server.results.Results;
import dev.slipway.server.results.ResultsServer;
import dev.slipway.server.run.JobSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * All that local runs stand on: folders that go at the end, stores, a results service on the loopback interface. Caches
 * and the code of actions stay for the next time.
 */
final class LocalBench implements AutoCloseable {

    private static final long CACHE_BYTES = 2L << 30;

    private final MatrixChoice matrix;
    private final ResultsServer server;
    private final LocalJobs.Workshop workshop;

    private LocalBench(MatrixChoice matrix, ResultsServer server, LocalJobs.Workshop workshop) {
        this.matrix = matrix;
        this.server = server;
        this.workshop = workshop;
    }

    /** @param folder for this time only */
    static LocalBench open(LocalRepository repository, RunArguments asked, Path folder, InstantSource clock)
            throws IOException {
        Map<String, String> environment = repository.environment();
        Path kept = kept(environment);
        DiskArtifactStore artifacts =
                new DiskArtifactStore(folder.resolve("artifacts"), JobSettings.USUAL_ARTIFACT_LIFE, clock);
        DiskCacheStore caches = new DiskCacheStore(kept.resolve("caches"), CACHE_BYTES, clock);
        Results results = new Results(folder.resolve("staging"), artifacts, caches, clock);
        ProjectActions actions = actions(repository, asked);
        ResultsServer server = ResultsServer.start(results);
        return new LocalBench(
                asked.matrix(),
                server,
                new LocalJobs.Workshop(
                        new JobRunner(
                                RunnerHost.of("local", folder.resolve("jobs"), environment),
                                clock,
                                EngineAccess.of(environment)),
                        new ActionCall.Stores(
                                repository,
                                artifacts,
                                RunNames.PLAIN,
                                caches,
                                new LocalActions(actions),
                                OtherProjects.NONE),
                        results,
                        server,
                        repository.name(),
                        "slipway/" + repository.name(),
                        DotEnv.read(asked.secretFile())));
    }

    /** What the workflows here use of other repositories. */
    static ProjectActions actions(LocalRepository repository, RunArguments asked) throws IOException {
        ActionOrigin origin = ActionOrigin.of(
                asked.actionsMirror().map(Path::toString), asked.actionsUrl().orElse(ActionOrigin.USUAL_URL));
        return new ProjectActions(
                new ActionRepositories(kept(repository.environment()).resolve("actions"), origin),
                repository.file(ActionLock.FILE).map(ActionLock::read),
                Optional.empty());
    }

    private static Path kept(Map<String, String> environment) throws IOException {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/tmp"));
        Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"));
        return Files.createDirectories(cache.resolve("slipway"));
    }

    LocalRun prepare(LocalPlan.Named run, LiveOutput output) {
        LocalJobs jobs = new LocalJobs(workshop, run.plan(), run.id(), output);
        return new LocalRun(
                run.plan(),
                matrix,
                jobs,
                output,
                Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public void close() {
        server.close();
    }
}
