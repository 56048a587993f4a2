package dev.slipway.delivery.config;

/**
 * Whether the judge will have anything to look at. Requests are counted by the edge: where every service's target carries
 * its own traffic, only metrics that the file names tell how a release does; without any, the rollout waits for a person.
 */
final class JudgeCheck {

    private final CrossCheck file;
    private final DeliveryConfig config;
    private final Reading reading;

    JudgeCheck(CrossCheck file, DeliveryConfig config, Reading reading) {
        this.file = file;
        this.config = config;
        this.reading = reading;
    }

    void check(EnvironmentConfig environment) {
        boolean uncounted = config.services().values().stream().allMatch(ServiceConfig::carriesTraffic);
        if (!uncounted || !environment.judge().metrics().isEmpty()) {
            return;
        }
        String hint = "name metrics under judge.metrics, or let the edge carry a service's traffic";
        if (environment.strategy() instanceof Strategy.Canary canary
                && canary.steps().stream().anyMatch(Strategy.Analysis.class::isInstance)) {
            reading.warn(
                    "nothing-to-judge",
                    file.at("environments", environment.name(), "strategy"),
                    "the analysis in '" + environment.name()
                            + "' has nothing to look at: the targets carry their own traffic, and judge.metrics is empty",
                    hint);
        } else if (environment.bake().isPositive()) {
            reading.warn(
                    "nothing-to-judge",
                    file.at("environments", environment.name(), "bake"),
                    "the bake in '" + environment.name()
                            + "' has nothing to look at: the targets carry their own traffic, and judge.metrics is empty",
                    hint);
        }
    }
}
