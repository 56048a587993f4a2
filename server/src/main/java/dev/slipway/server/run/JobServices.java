package dev.slipway.server.run;

import dev.slipway.containers.Bridge;
import dev.slipway.runner.Doorway;
import dev.slipway.runner.JobAccess;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.identity.Identity;
import dev.slipway.server.identity.JobIdentity;
import dev.slipway.server.results.JobGrant;
import dev.slipway.server.results.Results;
import dev.slipway.server.web.SideDoor;
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

    /**
     * The toolkit's clients refuse servers that are neither GitHub nor below {@code localhost}. The jobs run on this host,
     * so the second is true of it.
     */
    private static final String NAME = "slipway.localhost";

    private final Results results;
    private final Identity identity;
    private final JobKeys keys;
    private final CompletableFuture<Entrance> entrance;

    /** @param entrance of this server, once it listens */
    public JobServices(Results results, Identity identity, JobKeys keys, CompletableFuture<Entrance> entrance) {
        this.keys = keys;
        this.results = results;
        this.identity = identity;
        this.entrance = entrance;
    }

    /**
     * How jobs come in to a server.
     *
     * @param origin scheme, host and port for those on this host
     * @param doors for those in containers
     */
    public record Entrance(String origin, SideDoors doors) {}

    /** Opens doors for the containers of a job. */
    @FunctionalInterface
    public interface SideDoors {
        SideDoor open(Bridge bridge);
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
            Entrance found = entrance.get();
            Results.Session session = results.open(job, timeout.plus(GRACE));
            return new Visit(job, found, session, who.map(identity::grant), keys.issue(right));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server's own address is not known", e);
        }
    }

    /**
     * One job's time with the services.
     *
     * @param right to ask for identity tokens
     */
    record Visit(
            JobGrant job, Entrance entrance, Results.Session session, Optional<Identity.Right> right, JobKeys.Key key)
            implements Doorway, AutoCloseable {

        /** For what runs on this host. */
        JobAccess access() {
            return access(entrance.origin());
        }

        /**
         * Git knows better than the names that a container was told: its library takes whatever ends in {@code localhost}
         * for the container itself (RFC 6761, section 6.3). And what was checked out on the host calls its origin as the
         * host does.
         */
        @Override
        public Door open(Bridge bridge) {
            SideDoor door = entrance.doors().open(bridge);
            return new Door(
                    door.origin(),
                    access(door.origin()),
                    Map.of(NAME, bridge.gateway().getHostAddress()),
                    Map.of(
                            "http.curloptResolve",
                            NAME + ":" + door.port() + ":" + door.host(),
                            "url." + door.origin() + "/.insteadOf",
                            entrance.origin() + "/"),
                    door::close);
        }

        private JobAccess access(String origin) {
            Map<String, String> scripts = new LinkedHashMap<>(Map.of("ACTIONS_ORCHESTRATION_ID", job.job()));
            Set<String> secrets = new LinkedHashSet<>(Set.of(session.token(), key.token()));
            right.ifPresent(granted -> {
                scripts.put("ACTIONS_ID_TOKEN_REQUEST_URL", granted.url(origin));
                scripts.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", granted.secret());
                secrets.add(granted.secret());
            });
            Map<String, String> actions = new LinkedHashMap<>(scripts);
            actions.put("ACTIONS_RUNTIME_URL", origin + "/");
            actions.put("ACTIONS_RUNTIME_TOKEN", session.token());
            actions.put("ACTIONS_RESULTS_URL", origin + "/");
            actions.put("ACTIONS_CACHE_URL", origin + "/");
            actions.put("ACTIONS_CACHE_SERVICE_V2", "True");
            actions.put("ACTIONS_CACHE_MODE", job.cache().mode().text());
            actions.put("GITHUB_SERVER_URL", "http://" + NAME + origin.substring(origin.lastIndexOf(':')));
            actions.put("GITHUB_API_URL", origin + "/api/v1");
            return new JobAccess(actions, scripts, secrets);
        }

        @Override
        public void close() {
            key.close();
            right.ifPresent(Identity.Right::close);
            session.close();
        }
    }
}
