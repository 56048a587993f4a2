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
 * @param preview what previews of branches are like; absent when there are none
 */
public record DeliveryConfig(
        ReleaseRule release,
        Map<String, ServiceConfig> services,
        Map<String, EnvironmentConfig> environments,
        Optional<PreviewConfig> preview) {

    /** Without previews. */
    public DeliveryConfig(
            ReleaseRule release, Map<String, ServiceConfig> services, Map<String, EnvironmentConfig> environments) {
        this(release, services, environments, Optional.empty());
    }

    public DeliveryConfig {
        services = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(services));
        environments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    }

    /** The environment of this name: one that is written down, or a preview. */
    public Optional<EnvironmentConfig> environment(String name) {
        return isPreview(name)
                ? preview.map(config -> config.environment(name))
                : Optional.ofNullable(environments.get(name));
    }

    /** Whether an environment of this name would be a preview. */
    public boolean isPreview(String name) {
        return preview.isPresent() && !environments.containsKey(name) && PreviewName.is(name);
    }

    /** Whether commits of the ref, given by its full name, get a preview; those that become releases do not. */
    public boolean isPreviewed(String ref) {
        return !release.admits(ref)
                && preview.filter(config -> config.admits(ref)).isPresent();
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
