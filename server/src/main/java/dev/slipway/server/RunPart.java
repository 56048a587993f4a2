package dev.slipway.server;

import dev.slipway.actions.run.JobTable;
import dev.slipway.actions.run.RunState;
import dev.slipway.actions.run.RunTable;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.server.forge.StatusDesk;
import dev.slipway.server.forge.StatusRoutes;
import dev.slipway.server.git.GitAccess;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.PullRefs;
import dev.slipway.server.git.Push;
import dev.slipway.server.identity.Identity;
import dev.slipway.server.project.Hook;
import dev.slipway.server.results.Results;
import dev.slipway.server.run.ArtifactRoutes;
import dev.slipway.server.run.GitSources;
import dev.slipway.server.run.JobArtifacts;
import dev.slipway.server.run.JobGates;
import dev.slipway.server.run.JobServices;
import dev.slipway.server.run.PullRequests;
import dev.slipway.server.run.ReviewRoutes;
import dev.slipway.server.run.RunApi;
import dev.slipway.server.run.RunFinished;
import dev.slipway.server.run.RunSettings;
import dev.slipway.server.run.RunWork;
import dev.slipway.server.web.Authenticator;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.WebServer;
import dev.slipway.store.Database;
import dev.slipway.store.project.Project;
import dev.slipway.store.run.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/** The building half of the server: runs of workflows. */
public final class RunPart implements Part {

    /** What jobs ask of the server: nothing else is to be had by the doors of their containers. */
    private static final Set<String> FOR_JOBS = Stream.of(
                    Results.PATTERNS.stream(), Stream.of(Identity.PATTERN), GitAccess.PATTERNS.stream())
            .flatMap(pattern -> pattern)
            .collect(Collectors.toUnmodifiableSet());

    private final RunWork work;
    private final GitSources sources;
    private final Optional<String> named;
    private final Identity identity;
    private final StatusDesk statuses;
    private final ArtifactStore artifacts;
    private final Database database;
    private final JobKeys keys;
    private final PullRequests pulls;
    private final ListenAddress listen;
    private final CompletableFuture<JobServices.Entrance> entrance = new CompletableFuture<>();

    RunPart(
            Foundation base,
            RunSettings settings,
            JobGates gates,
            ArtifactStore artifacts,
            Map<String, String> environment,
            RunFinished.Listener listener) {
        this.listen = base.config().listen();
        this.artifacts = artifacts;
        this.database = base.database();
        this.keys = base.jobKeys();
        this.named = base.config().publicUrl();
        String url = named.orElseGet(() -> "http://" + listen);
        this.sources = new GitSources(
                base.repositories(),
                base.trees(),
                base.history(),
                base.checkouts(),
                url + "/git/{project}.git",
                base.readers());
        RunWork.Folders folders = new RunWork.Folders(
                base.home().logs(), base.home().work(), base.home().caches());
        this.identity = new Identity(base.home().keys(), base.keyring(), url, base.clock());
        this.statuses = new StatusDesk(
                base.database(), base.projects(), base.keyring(), base.config().remotes(), this::address, base.clock());
        int places = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.work = RunWork.on(
                new RunWork.Site(base.database(), base.events(), statuses::moved, base.ids(), base.clock(), url),
                new RunWork.Workshop(
                        folders,
                        artifacts,
                        places,
                        base.config().jobs(),
                        base.config().secret(),
                        environment,
                        entrance,
                        base.actions(),
                        identity,
                        base.jobKeys()),
                sources,
                settings,
                gates,
                listener);
        this.pulls = new PullRequests(
                work.engine(),
                sources,
                new PullRefs(base.repositories(), base.config().remotes()),
                project -> base.projects().find(project).map(Project::remote).map(Project.Remote::url));
        base.metrics().watch(RunTable.TABLE);
        base.metrics().watch(JobTable.TABLE);
        base.metrics().gauge("slipway_runs_under_way", "Runs that have not ended.", work.engine()::underWay);
    }

    /** The engine and what can be asked of it. */
    public RunWork work() {
        return work;
    }

    @Override
    public List<RouteSource> routes() {
        return List.of(
                new RunApi(work.engine(), work.reruns(), work.queries()),
                new ArtifactRoutes(artifacts, work.queries()),
                new ReviewRoutes(work.reviews(), work.queries()),
                new StatusRoutes(statuses),
                identity);
    }

    @Override
    public void mount(ServletContextHandler context, Authenticator authenticator) {
        work.results().mount(context, new JobArtifacts(database, artifacts, keys, sources, authenticator));
        identity.mount(context);
    }

    /** Jobs run on this host, so a server that listens everywhere is reached by the loopback interface. */
    @Override
    public void listening(WebServer web) {
        boolean everywhere = Set.of("0.0.0.0", "[::]", "::").contains(listen.host());
        String origin = "http://" + (everywhere ? "127.0.0.1" : listen.host()) + ":" + web.port();
        entrance.complete(new JobServices.Entrance(origin, bridge -> web.open(bridge, FOR_JOBS)));
        statuses.start();
    }

    @Override
    public void onPush(Push push) {
        if (!push.pusher().equals(JobKeys.PUSHER)) {
            work.onPush(push);
        }
    }

    @Override
    public void onHook(Hook hook) {
        pulls.onHook(hook);
    }

    /** The runs that the push has started, each with its address. */
    @Override
    public List<String> started(Push push) {
        String after = push.after();
        if (after == null) {
            return List.of();
        }
        String commit = sources.resolve(push.project(), after).orElse(after);
        List<Run> runs = work.queries().startedBy(push.project(), push.ref(), commit, push.createdAt());
        return runs.isEmpty()
                ? List.of("no workflow runs for this push of " + push.ref())
                : runs.stream().map(this::words).toList();
    }

    private String words(Run run) {
        String name = run.workflow() + " #" + run.number();
        return run.state() == RunState.FAILED
                ? name + " could not start: " + run.reason()
                : name + " started: " + address() + "/runs/" + run.id();
    }

    /** As the configuration says; else where the server listens, once that is known. */
    private String address() {
        return named.orElseGet(() -> entrance.isDone() ? entrance.join().origin() : "http://" + listen);
    }

    @Override
    public void start() {
        work.start();
    }

    @Override
    public void close() {
        work.close();
        statuses.close();
    }
}
