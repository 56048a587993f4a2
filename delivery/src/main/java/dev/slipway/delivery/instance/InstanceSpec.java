package dev.slipway.delivery.instance;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.kernel.Digest;
import java.util.List;
import java.util.Map;

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
        ServiceConfig.Resources resources) {}
