package dev.slipway.delivery.instance;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.config.TargetCommands;
import dev.slipway.kernel.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an instance is to be: enough to start it, to find it again and to know that it is still the wanted one. The name
 * is derived from project, environment, service, release and ordinal, so that starting it twice starts it once.
 *
 * @param name unique on the machine, safe as a file name
 * @param project project's name
 * @param environment environment's name
 * @param service service's name
 * @param release release's id
 * @param ordinal 0-based among the instances of this release
 * @param artifact content to unpack; the platform gets it by digest
 * @param command argv
 * @param env variables without secrets; the platform adds {@code PORT}
 * @param secrets variables that are secret: kept encrypted or in memory, masked in all output
 * @param health when it counts as healthy
 * @param stopGraceMillis between TERM and KILL
 * @param resources limits
 * @param platform kind of the platform that it is for
 * @param port where it listens inside of its container; 0 for a process, which is told
 * @param commands that drive a target of the user's own; there exactly when the platform is {@code command}
 */
public record InstanceSpec(
        String name,
        String project,
        String environment,
        String service,
        String release,
        int ordinal,
        Digest artifact,
        List<String> command,
        Map<String, String> env,
        Map<String, String> secrets,
        ServiceConfig.HealthCheck health,
        long stopGraceMillis,
        ServiceConfig.Resources resources,
        String platform,
        int port,
        Optional<TargetCommands> commands) {

    private static final String PROCESS = "process";

    /** Specs of old had no platform: all were processes. */
    public InstanceSpec {
        platform = Objects.requireNonNullElse(platform, PROCESS);
        commands = Objects.requireNonNullElse(commands, Optional.empty());
    }

    /** For a process. */
    public InstanceSpec(
            String name,
            String project,
            String environment,
            String service,
            String release,
            int ordinal,
            Digest artifact,
            List<String> command,
            Map<String, String> env,
            Map<String, String> secrets,
            ServiceConfig.HealthCheck health,
            long stopGraceMillis,
            ServiceConfig.Resources resources) {
        this(
                name,
                project,
                environment,
                service,
                release,
                ordinal,
                artifact,
                command,
                env,
                secrets,
                health,
                stopGraceMillis,
                resources,
                PROCESS,
                0,
                Optional.empty());
    }

    /** The same with more variables. */
    public InstanceSpec with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(env);
        all.putAll(more);
        return of(Map.copyOf(all), secrets);
    }

    /** The same with other secrets. */
    public InstanceSpec withSecrets(Map<String, String> others) {
        return of(env, others);
    }

    private InstanceSpec of(Map<String, String> variables, Map<String, String> hidden) {
        return new InstanceSpec(
                name,
                project,
                environment,
                service,
                release,
                ordinal,
                artifact,
                command,
                variables,
                hidden,
                health,
                stopGraceMillis,
                resources,
                platform,
                port,
                commands);
    }
}
