package dev.slipway.server.run;

import dev.slipway.runner.JobAccess;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.identity.Identity;
import dev.slipway.server.identity.JobIdentity;
import dev.slipway.server.results.JobGrant;
import dev.slipway.server.results.Results;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What the server offers to the jobs that run, each with a credential that ends with it. */
public final class JobServices {

    /** Jobs may go on for some minutes after their time is up. */
    private static final Duration GRACE = Duration.ofMinutes(15);

    private final Results results;
    private final Identity identity;
    private final JobKeys keys;
    private final CompletableFuture<String> origin;

    /** @param origin scheme, host and port by which jobs reach this server, once it listens */
    public JobServices(Results results, Identity identity, JobKeys keys, CompletableFuture<String> origin) {
        this.keys = keys;
        this.results = results;
        this.identity = identity;
        this.origin = origin;
    }

    /**
     * Lets a job in until the visit is closed.
     *
     * @param who the job is, where it may ask for identity tokens
     * @param right over the repository
     * @param timeout of the job
     */
    Visit open(JobGrant job, Optional<JobIdentity> who, JobKeys.Right right, Duration timeout)
            throws InterruptedException {
        try {
            String address = origin.get();
            String url = address + "/";
            Results.Session session = results.open(job, timeout.plus(GRACE));
            Map<String, String> actions = new LinkedHashMap<>();
            actions.put("ACTIONS_RUNTIME_URL", url);
            actions.put("ACTIONS_RUNTIME_TOKEN", session.token());
            actions.put("ACTIONS_RESULTS_URL", url);
            actions.put("ACTIONS_CACHE_URL", url);
            actions.put("ACTIONS_CACHE_SERVICE_V2", "True");
            actions.put("ACTIONS_CACHE_MODE", job.cache().mode().text());
            Optional<Identity.Right> identityRight = who.map(identity::grant);
            JobKeys.Key key = keys.issue(right);
            Map<String, String> scripts = new LinkedHashMap<>();
            scripts.put("ACTIONS_ORCHESTRATION_ID", job.job());
            Set<String> secrets = new LinkedHashSet<>(Set.of(session.token(), key.token()));
            identityRight.ifPresent(granted -> {
                scripts.put("ACTIONS_ID_TOKEN_REQUEST_URL", granted.url(address));
                scripts.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", granted.secret());
                secrets.add(granted.secret());
            });
            actions.putAll(scripts);
            actions.put("GITHUB_SERVER_URL", toolkitUrl(address));
            actions.put("GITHUB_API_URL", address + "/api/v1");
            return new Visit(new JobAccess(actions, scripts, secrets), session, identityRight, key);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server's own address is not known", e);
        }
    }

    /**
     * The toolkit's clients refuse servers that are neither GitHub nor below {@code localhost}. The jobs run on this host,
     * so the second is true of it.
     */
    private static String toolkitUrl(String address) {
        return "http://slipway.localhost" + address.substring(address.lastIndexOf(':'));
    }

    /** One job's time with the services. */
    record Visit(JobAccess access, Results.Session session, Optional<Identity.Right> right, JobKeys.Key key)
            implements AutoCloseable {
        @Override
        public void close() {
            key.close();
            right.ifPresent(Identity.Right::close);
            session.close();
        }
    }
}
