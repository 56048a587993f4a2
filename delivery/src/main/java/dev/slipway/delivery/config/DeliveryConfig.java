package dev.slipway.delivery.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The meaning of one {@code slipway.yml}.
 *
 * @param release which commits become releases
 * @param services by name, in the file's order
 * @param environments by name, in the file's order
 */
public record DeliveryConfig(
        ReleaseRule release, Map<String, ServiceConfig> services, Map<String, EnvironmentConfig> environments) {

    public DeliveryConfig {
        services = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(services));
        environments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    }

    /** The environments that a fresh release goes to by itself, before any promotion. */
    public List<EnvironmentConfig> entryEnvironments() {
        return environments.values().stream()
                .filter(environment -> environment.after().isEmpty() && environment.automatic())
                .toList();
    }

    /** The environments that follow once a release has succeeded in the given one. */
    public List<EnvironmentConfig> following(String environment) {
        return environments.values().stream()
                .filter(next -> next.after().equals(Optional.of(environment)) && next.automatic())
                .toList();
    }
}
