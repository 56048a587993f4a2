package dev.slipway.server.release;

import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.server.rollout.Plans;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a project says of its environments, for jobs that enter them. It is read from the release that serves there, which
 * has itself passed the environment's gates; where none does, from the default branch, and where that does not name the
 * environment, from the newest release. It is never read from the commit that runs, for whoever pushes a branch could
 * take the gates out of its own {@code slipway.yml}. Names are compared without case, as GitHub does: another spelling
 * is no way around a gate.
 *
 * @param defaultBranch the text of the {@code slipway.yml} at the head of a project's default branch
 */
public record EnvironmentRules(Plans plans, Function<String, Optional<String>> defaultBranch) {

    /** Absent where the project names no such environment, which is then open and has no secrets. */
    public Optional<EnvironmentConfig> of(String project, String environment) {
        return plans.environments(project).stream()
                .filter(environment::equalsIgnoreCase)
                .flatMap(name -> plans.serving(project, name).stream())
                .map(RolloutPlan.Side::environment)
                .findFirst()
                .or(() -> defaultBranch
                        .apply(project)
                        .flatMap(text -> ConfigReader.read("slipway.yml", text).config())
                        .flatMap(config -> named(config, environment)))
                .or(() -> plans.newestConfig(project).flatMap(config -> named(config, environment)));
    }

    private static Optional<EnvironmentConfig> named(DeliveryConfig config, String environment) {
        return config.environments().values().stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(environment))
                .findFirst();
    }
}
