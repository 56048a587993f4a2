package dev.slipway.server.local;

import dev.slipway.actions.plan.JobResult;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.workflow.CacheMode;
import dev.slipway.containers.Bridge;
import dev.slipway.runner.Doorway;
import dev.slipway.runner.JobAccess;
import dev.slipway.runner.JobOrder;
import dev.slipway.runner.JobOutcome;
import dev.slipway.runner.JobPorts;
import dev.slipway.runner.JobRunner;
import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.cache.CacheScope;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.server.results.JobGrant;
import dev.slipway.server.results.Results;
import dev.slipway.server.results.ResultsServer;
import dev.slipway.server.web.SideDoor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Runs single legs of one local run with the runner of the server. */
final class LocalJobs {

    private final Workshop workshop;
    private final PlannedRun plan;
    private final String run;
    private final LiveOutput output;

    LocalJobs(Workshop workshop, PlannedRun plan, String run, LiveOutput output) {
        this.workshop = workshop;
        this.plan = plan;
        this.run = run;
        this.output = output;
    }

    JobResult run(PlannedJob leg, CancelToken cancel) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        CacheScope cache = new CacheScope(
                workshop.project(),
                plan.event().ref(),
                List.of("refs/heads/main"),
                leg.run().cacheMode(leg.job()));
        try (Results.Session session = workshop.results().open(new JobGrant(run, id, cache), leg.timeout())) {
            JobOrder order = order(leg, id, cache, session.token());
            LiveOutput.Job shown = output.job(leg.displayName());
            JobOutcome outcome = workshop.runner()
                    .run(
                            order,
                            new JobPorts(
                                    shown,
                                    workshop.stores(),
                                    access(workshop.server().url(), session, id, cache.mode()),
                                    shown,
                                    Optional.of(bridge -> open(bridge, session, id, cache.mode()))),
                            cancel);
            shown.close(outcome);
            return new JobResult(outcome.conclusion(), outcome.outputs());
        }
    }

    /** @param standIn for a token of the repository: actions insist on one, and this opens nothing but the run's own results */
    private JobOrder order(PlannedJob leg, String id, CacheScope cache, String standIn) {
        Map<String, String> secrets = new LinkedHashMap<>(workshop.secrets());
        String token = secrets.computeIfAbsent("GITHUB_TOKEN", _ -> standIn);
        return new JobOrder(
                id,
                leg.run().withToken(token),
                leg,
                new ActionCall.Facts(
                        run,
                        workshop.repository(),
                        workshop.project(),
                        plan.event().ref(),
                        plan.event().sha(),
                        cache),
                leg.run().secrets(secrets),
                false,
                false);
    }

    private Doorway.Door open(Bridge bridge, Results.Session session, String job, CacheMode mode)
            throws InterruptedException {
        SideDoor door = workshop.server().open(bridge);
        return new Doorway.Door(
                door.origin(), access(door.origin() + "/", session, job, mode), Map.of(), Map.of(), door::close);
    }

    private static JobAccess access(String url, Results.Session session, String job, CacheMode mode) {
        return new JobAccess(
                Map.of(
                        "ACTIONS_CACHE_MODE",
                        mode.text(),
                        "ACTIONS_RUNTIME_URL",
                        url,
                        "ACTIONS_RUNTIME_TOKEN",
                        session.token(),
                        "ACTIONS_RESULTS_URL",
                        url,
                        "ACTIONS_CACHE_URL",
                        url,
                        "ACTIONS_CACHE_SERVICE_V2",
                        "True",
                        "ACTIONS_ORCHESTRATION_ID",
                        job,
                        "GITHUB_SERVER_URL",
                        "http://slipway.localhost"),
                Map.of("ACTIONS_ORCHESTRATION_ID", job),
                Set.of(session.token()));
    }

    /**
     * What all legs run with.
     *
     * @param project names caches and the workspace's folder
     * @param repository as workflows see it
     */
    record Workshop(
            JobRunner runner,
            ActionCall.Stores stores,
            Results results,
            ResultsServer server,
            String project,
            String repository,
            Map<String, String> secrets) {}
}
