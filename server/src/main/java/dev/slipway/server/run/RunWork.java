package dev.slipway.server.run;

import dev.slipway.containers.EngineAccess;
import dev.slipway.kernel.Ids;
import dev.slipway.runner.JobRunner;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.runner.cache.CacheStore;
import dev.slipway.runner.cache.DiskCacheStore;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.runner.wall.Walls;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.Push;
import dev.slipway.server.identity.Identity;
import dev.slipway.server.results.Results;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of runs, put together.
 *
 * @param engine what can be done with runs
 * @param reruns how they are run again
 * @param reviews what people say of jobs that wait before gates
 * @param queries what can be asked about them
 * @param schedules starts those that the clock starts
 * @param expiry ends artifacts whose time is over
 * @param results what running jobs talk to
 * @param runner of the jobs
 */
public record RunWork(
        RunEngine engine,
        Reruns reruns,
        JobReviews reviews,
        RunQueries queries,
        Schedules schedules,
        ArtifactExpiry expiry,
        Results results,
        JobRunner runner)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunWork.class);

    /**
     * Where runs are kept and what tells of them.
     *
     * @param witness hears of every state of a run
     * @param url of the server, as workflows see it
     */
    public record Site(
            Database database, Events events, RunWitness witness, Ids ids, InstantSource clock, String url) {}

    /** Folders that runs write to. */
    public record Folders(Path logs, Path work, Path caches) {
        Path staging() {
            return work.resolve("_staging");
        }
    }

    /**
     * What jobs run with.
     *
     * @param places how many jobs run at a time
     * @param jobs what holds for each of them
     * @param secret files and folders that no job may see
     * @param environment of this process, of which jobs see a small part
     * @param actions of other repositories
     * @param identity issues identity tokens
     * @param keys opens repositories for jobs
     * @param entrance of this server for jobs, once it listens
     */
    public record Workshop(
            Folders folders,
            ArtifactStore artifacts,
            int places,
            JobSettings jobs,
            List<Path> secret,
            Map<String, String> environment,
            CompletableFuture<JobServices.Entrance> entrance,
            ActionRepositories actions,
            Identity identity,
            JobKeys keys) {

        /** This host, as settings and walls make it. */
        private RunnerHost host() {
            RunnerHost host =
                    RunnerHost.of("slipway", folders.work(), environment).limiting(jobs.limits());
            Walls.Order order = new Walls.Order(jobs.isolation(), jobs.accounts(), secret);
            return host.behind(Walls.find(order, folders.work(), host.environment()));
        }
    }

    /**
     * @param gates of the environments that jobs enter
     * @param listener hears of runs that end
     */
    public static RunWork on(
            Site site,
            Workshop workshop,
            RunSources sources,
            RunSettings settings,
            JobGates gates,
            RunFinished.Listener listener) {
        RunLedger ledger = new RunLedger(site.database(), site.events(), site.witness(), site.clock());
        RunPlans plans = new RunPlans(
                sources,
                settings,
                workshop.actions(),
                site.url(),
                workshop.artifacts().longest());
        JobLogs logs = new JobLogs(workshop.folders().logs());
        CacheStore caches =
                new DiskCacheStore(workshop.folders().caches(), workshop.jobs().cacheBytes(), site.clock());
        Results results = new Results(workshop.folders().staging(), workshop.artifacts(), caches, site.clock());
        JobRunner runner = new JobRunner(workshop.host(), site.clock(), EngineAccess.of(workshop.environment()));
        LegRunner legs = new LegRunner(
                runner,
                sources,
                settings,
                workshop.artifacts(),
                caches,
                logs,
                ledger,
                new JobServices(results, workshop.identity(), workshop.keys(), workshop.entrance()),
                workshop.actions());
        RunIntake intake = new RunIntake(ledger, sources, plans, site.ids(), site.clock());
        RunEngine engine = new RunEngine(
                intake,
                sources,
                plans,
                ledger,
                new Slots(legs, workshop.places()),
                new Doors(ledger, gates, site.clock()),
                site.ids(),
                listener);
        Reruns reruns = new Reruns(ledger, plans, engine, logs, workshop.artifacts(), site.ids(), site.clock());
        return new RunWork(
                engine,
                reruns,
                new JobReviews(site.database(), engine, gates, site.clock()),
                new RunQueries(site.database(), logs, gates),
                new Schedules(site.database(), sources, engine, site.clock()),
                new ArtifactExpiry(site.database(), workshop.artifacts(), site.clock()),
                results,
                runner);
    }

    /** Creates what the push starts. */
    public void onPush(Push push) {
        engine.onPush(push);
        schedules.onPush(push);
    }

    /** Picks up what was under way. */
    public void start() {
        List<Path> remains = remains();
        engine.start();
        schedules.start();
        expiry.start();
        Thread.ofVirtual().name("job-remains").start(() -> remove(remains));
    }

    private List<Path> remains() {
        try {
            return runner.remains();
        } catch (IOException e) {
            throw new UncheckedIOException("the folders of jobs cannot be listed", e);
        }
    }

    private void remove(List<Path> remains) {
        try {
            runner.removeRemains(remains);
        } catch (IOException e) {
            LOG.warn("folders that interrupted jobs have left stay: {}", e.toString());
        }
    }

    @Override
    public void close() {
        expiry.close();
        schedules.close();
        engine.close();
    }
}
