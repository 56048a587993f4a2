package dev.slipway.delivery.rollout;

import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.config.Strategy;
import dev.slipway.delivery.release.Release;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a rollout acts by, resolved from its release's own configuration: what was approved is what is done.
 *
 * @param release what is brought
 * @param config the release's configuration
 * @param environment the environment as that configuration has it
 * @param previous what served before and is returned to
 * @param stages the way of the traffic; a first release and a rollback get all of it at once, for there is nothing to
 *     compare with or no time to
 */
public record RolloutPlan(
        Release release,
        DeliveryConfig config,
        EnvironmentConfig environment,
        Optional<Side> previous,
        List<Stage> stages) {

    /** How often the judge looks when no analysis says otherwise. */
    public static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final List<Stage> AT_ONCE = List.of(new Stage(100, List.of()));

    public static RolloutPlan of(
            Rollout.Kind kind,
            Release release,
            DeliveryConfig config,
            EnvironmentConfig environment,
            Optional<Side> previous) {
        boolean atOnce = kind == Rollout.Kind.ROLLBACK || previous.isEmpty();
        return new RolloutPlan(
                release,
                config,
                environment,
                previous,
                atOnce ? AT_ONCE : stages(release, config, environment, previous.get()));
    }

    /**
     * Of a restart: the same release on both sides.
     *
     * @param renewals what is replaced, as it will be
     * @param before as it is
     */
    public static RolloutPlan restart(Side serving, Renewals renewals, Renewals before) {
        Map<String, Integer> whole = new TreeMap<>();
        Map<String, Integer> parts = new TreeMap<>();
        serving.instances().forEach((service, count) -> {
            int replaced = renewals.since(before, service).size();
            if (replaced > 0) {
                (replaced == count ? whole : parts).put(service, count);
            }
        });
        return new RolloutPlan(
                serving.release(),
                serving.config(),
                serving.environment(),
                Optional.of(serving),
                Resizing.restart(serving.environment().strategy(), whole, parts));
    }

    private static List<Stage> stages(
            Release release, DeliveryConfig config, EnvironmentConfig environment, Side previous) {
        Side next = new Side(release, config, environment);
        return Stage.of(environment.strategy(), next.instances(), previous.instances());
    }

    /** Whether the numbers of instances change from stage to stage. */
    public boolean resizes() {
        return stages.stream().anyMatch(stage -> !stage.slots().isEmpty());
    }

    /**
     * How long the old release stays running without traffic after the rollout: no shorter than what still runs there may
     * go on, for nothing else waits for it.
     */
    public Duration keepsWarm() {
        Duration asked =
                environment.strategy() instanceof Strategy.BlueGreen blueGreen ? blueGreen.keepWarm() : Duration.ZERO;
        return asked.isPositive() && asked.compareTo(longestDrain()) < 0 ? longestDrain() : asked;
    }

    /** How long requests and tunnels of any of its services may go on where they run when the traffic leaves. */
    public Duration longestDrain() {
        return services().stream()
                .map(service -> service.traffic().drain())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Whether one stage needs more new instances than the stage before it. */
    boolean grows(int stage) {
        return !stages.get(stage).slots().isEmpty();
    }

    /** How many instances of the new release have been smoke-tested, and may get traffic, by service. */
    public Map<String, Integer> verified(Progress progress) {
        Map<String, Integer> counts = new TreeMap<>(next().instances());
        if (progress.verified() == 0) {
            counts.replaceAll((_, _) -> 0);
        } else {
            Map<String, Slots> slots = stages.get(progress.verified() - 1).slots();
            slots.forEach((service, slot) -> counts.replace(service, slot.next()));
        }
        return counts;
    }

    /** How many instances of the new release the present stage has, by service. */
    public Map<String, Integer> growing(Progress progress) {
        Map<String, Integer> counts = new TreeMap<>(next().instances());
        stage(progress).slots().forEach((service, slot) -> counts.replace(service, slot.next()));
        return counts;
    }

    /** How many instances of the old release the present stage leaves, by service. */
    public Map<String, Integer> remaining(Progress progress) {
        Map<String, Integer> counts =
                new TreeMap<>(previous.map(Side::instances).orElse(Map.of()));
        stage(progress).slots().forEach((service, slot) -> counts.replace(service, slot.previous()));
        return counts;
    }

    /** The stage that the rollout is in or works towards. */
    public Stage stage(Progress progress) {
        return stages.get(progress.place().stage());
    }

    /** The new release as a side. */
    public Side next() {
        return new Side(release, config, environment);
    }

    public Collection<ServiceConfig> services() {
        return config.services().values();
    }

    /** How many instances of the service a side has in its environment. */
    public static int instances(Side side, ServiceConfig service) {
        return side.environment().instances().getOrDefault(service.name(), service.instances());
    }

    /** Whether going back would be a pretence: an expand step that the old release cannot live with. */
    public boolean irreversible() {
        return services().stream()
                .flatMap(service -> service.migrations().stream())
                .anyMatch(migrations -> !migrations.expand().isEmpty() && !migrations.reversible());
    }

    /** A release together with the configuration that it was made with, as it applies to this environment. */
    public record Side(Release release, DeliveryConfig config, EnvironmentConfig environment) {

        public Collection<ServiceConfig> services() {
            return config.services().values();
        }

        /** Whether the environment is a preview: without gates, testers and the secrets of the others. */
        public boolean isPreview() {
            return config.isPreview(environment.name());
        }

        /** How many instances each service has. */
        public Map<String, Integer> instances() {
            Map<String, Integer> counts = new TreeMap<>();
            services().forEach(service -> counts.put(service.name(), RolloutPlan.instances(this, service)));
            return counts;
        }
    }
}
