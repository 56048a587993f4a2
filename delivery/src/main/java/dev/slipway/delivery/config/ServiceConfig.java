package dev.slipway.delivery.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A deployable unit of a project.
 *
 * @param name unique in the project
 * @param platform what keeps its instances running: {@code process}, {@code container} or {@code command}
 * @param artifact the name under which a workflow uploaded what runs
 * @param command argv, run inside the unpacked artifact; for a container instead of the image's own, which an empty one
 *     leaves
 * @param port where a container listens inside of itself; 0 for a process, which is told
 * @param instances how many copies serve, at least 1
 * @param env variables for every environment; environments may override them
 * @param secrets names of secrets that the instances get as variables
 * @param health when an instance counts as healthy
 * @param stopGrace time between TERM and KILL
 * @param resources limits, where the kernel gives them
 * @param migrations database changes that go with a release
 * @param metrics path at which every instance exposes metrics in Prometheus' format; absent when it has none
 * @param traffic how the edge treats its requests
 * @param commands of the user's own target; there exactly when the platform is {@code command}
 */
public record ServiceConfig(
        String name,
        String platform,
        String artifact,
        List<String> command,
        int port,
        int instances,
        Map<String, String> env,
        List<String> secrets,
        HealthCheck health,
        Duration stopGrace,
        Resources resources,
        Optional<Migrations> migrations,
        Optional<String> metrics,
        TrafficRules traffic,
        Optional<TargetCommands> commands) {

    /** A service of this machine whose requests go as they come. */
    public ServiceConfig(
            String name,
            String platform,
            String artifact,
            List<String> command,
            int port,
            int instances,
            Map<String, String> env,
            List<String> secrets,
            HealthCheck health,
            Duration stopGrace,
            Resources resources,
            Optional<Migrations> migrations,
            Optional<String> metrics) {
        this(
                name,
                platform,
                artifact,
                command,
                port,
                instances,
                env,
                secrets,
                health,
                stopGrace,
                resources,
                migrations,
                metrics,
                TrafficRules.NONE,
                Optional.empty());
    }

    /** Whether the service's own target carries its traffic, so that the edge has nothing to do with it. */
    public boolean carriesTraffic() {
        return commands.filter(TargetCommands::carriesTraffic).isPresent();
    }

    /**
     * How to ask an instance over HTTP whether it can serve.
     *
     * @param path answered with 2xx by a healthy instance
     * @param interval between two questions
     * @param timeout for one answer
     * @param healthyAfter consecutive good answers until healthy
     * @param unhealthyAfter consecutive bad answers until unhealthy
     * @param startTimeout how long a fresh instance may take to become healthy
     * @param restartAfter how long an instance may be unhealthy until it is started anew; absent leaves it as it is
     */
    public record HealthCheck(
            String path,
            Duration interval,
            Duration timeout,
            int healthyAfter,
            int unhealthyAfter,
            Duration startTimeout,
            Optional<Duration> restartAfter) {

        /** Checks that were stored before there was such a limit have none. */
        public HealthCheck {
            restartAfter = Objects.requireNonNullElse(restartAfter, Optional.empty());
        }

        /** One that takes an instance out of the traffic and does no more. */
        public HealthCheck(
                String path,
                Duration interval,
                Duration timeout,
                int healthyAfter,
                int unhealthyAfter,
                Duration startTimeout) {
            this(path, interval, timeout, healthyAfter, unhealthyAfter, startTimeout, Optional.empty());
        }
    }

    /**
     * @param memoryBytes hard limit
     * @param cpu in cores, such as 0.5
     */
    public record Resources(OptionalLong memoryBytes, OptionalDouble cpu) {}

    /**
     * Database changes as expand and contract: old and new release work on the expanded schema.
     *
     * @param expand argv, run before the first instance of the release starts; must be repeatable
     * @param contract argv, run after the bake, when there is no way back; empty when nothing is to be removed
     * @param reversible false declares that a rollback cannot undo the expand step and that the old release does not
     *     work on its result: a failed rollout then needs a human
     */
    public record Migrations(List<String> expand, List<String> contract, boolean reversible) {}
}
