package dev.slipway.server.run;

import dev.slipway.actions.run.JobTable;
import dev.slipway.actions.run.RunTable;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Finding;
import dev.slipway.runner.JobRunner;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.runner.cache.DiskCacheStore;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.server.Foundation;
import dev.slipway.server.Part;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.git.Push;
import dev.slipway.server.web.RouteSource;
import java.util.List;
import java.util.Map;

/** The engine of runs as a part of the server. */
public final class RunPart implements Part {

    private static final long CACHE_BYTES = 10L << 30;

    private final RunEngine engine;
    private final RunQueries queries;
    private final Schedules schedules;

    private RunPart(RunEngine engine, RunQueries queries, Schedules schedules) {
        this.engine = engine;
        this.queries = queries;
        this.schedules = schedules;
    }

    /**
     * @param places how many jobs run at a time
     * @param environment of this process, of which jobs see a small part
     * @param listener hears of runs that end
     */
    public static RunPart on(
            Foundation base,
            RunSettings settings,
            int places,
            Map<String, String> environment,
            RunFinished.Listener listener) {
        String url = base.config()
                .publicUrl()
                .orElseGet(() -> "http://" + base.config().listen().host() + ":"
                        + base.config().listen().port());
        RunSources sources = new GitSources(
                base.repositories(), base.trees(), base.history(), base.checkouts(), url + "/git/{project}.git");
        RunLedger ledger = new RunLedger(base.database(), base.events(), base.clock());
        RunPlans plans = new RunPlans(sources, settings, url);
        JobLogs logs = new JobLogs(base.home().logs());
        LegRunner legs = new LegRunner(
                new JobRunner(RunnerHost.of("slipway", base.home().work(), environment), base.clock()),
                sources,
                settings,
                new DiskArtifactStore(base.home().artifacts(), base.clock()),
                new DiskCacheStore(base.home().caches(), CACHE_BYTES, base.clock()),
                logs,
                ledger);
        RunIntake intake = new RunIntake(ledger, sources, plans, base.ids(), base.clock());
        RunEngine engine = new RunEngine(intake, sources, plans, ledger, new Slots(legs, places), base.ids(), listener);
        base.metrics().watch(RunTable.TABLE);
        base.metrics().watch(JobTable.TABLE);
        base.metrics().gauge("slipway_runs_under_way", "Runs that have not ended.", engine::underWay);
        return new RunPart(
                engine,
                new RunQueries(base.database(), logs),
                new Schedules(base.database(), sources, engine, base.clock()));
    }

    /** What can be asked about runs. */
    public RunQueries queries() {
        return queries;
    }

    /** What can be done with runs. */
    public RunEngine engine() {
        return engine;
    }

    @Override
    public List<RouteSource> routes() {
        return List.of(new RunApi(engine, queries));
    }

    @Override
    public List<Finding> check(String project, String ref, Map<String, String> files) {
        return files.entrySet().stream()
                .filter(file -> ConfigurationFiles.isWorkflow(file.getKey()))
                .flatMap(file -> WorkflowReader.read(file.getKey(), file.getValue()).findings().stream())
                .toList();
    }

    @Override
    public void onPush(Push push) {
        engine.onPush(push);
        schedules.onPush(push);
    }

    @Override
    public void start() {
        engine.start();
        schedules.start();
    }

    @Override
    public void close() {
        schedules.close();
        engine.close();
    }
}
