package dev.slipway.server.run;

import dev.slipway.runner.JobAccess;
import dev.slipway.server.results.JobGrant;
import dev.slipway.server.results.Results;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What the server offers to the jobs that run, each with a credential that ends with it. */
public final class JobServices {

    /** Jobs may go on for some minutes after their time is up. */
    private static final Duration GRACE = Duration.ofMinutes(15);

    private final Results results;
    private final CompletableFuture<String> origin;

    /** @param origin scheme, host and port by which jobs reach this server, once it listens */
    public JobServices(Results results, CompletableFuture<String> origin) {
        this.results = results;
        this.origin = origin;
    }

    /**
     * Lets a job in until the visit is closed.
     *
     * @param timeout of the job
     */
    Visit open(JobGrant job, Duration timeout) throws InterruptedException {
        try {
            String url = origin.get() + "/";
            Results.Session session = results.open(job, timeout.plus(GRACE));
            Map<String, String> actions = new LinkedHashMap<>();
            actions.put("ACTIONS_RUNTIME_URL", url);
            actions.put("ACTIONS_RUNTIME_TOKEN", session.token());
            actions.put("ACTIONS_RESULTS_URL", url);
            actions.put("ACTIONS_CACHE_URL", url);
            actions.put("ACTIONS_CACHE_SERVICE_V2", "True");
            Map<String, String> scripts = Map.of("ACTIONS_ORCHESTRATION_ID", job.job());
            actions.putAll(scripts);
            return new Visit(new JobAccess(actions, scripts, Set.of(session.token())), session);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server's own address is not known", e);
        }
    }

    /** One job's time with the services. */
    record Visit(JobAccess access, Results.Session session) implements AutoCloseable {
        @Override
        public void close() {
            session.close();
        }
    }
}
