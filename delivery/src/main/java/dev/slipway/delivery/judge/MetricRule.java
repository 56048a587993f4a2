package dev.slipway.delivery.judge;

import java.time.Duration;
import java.util.Optional;

/**
 * A figure of a release that is no count of its requests: memory, queue length, satisfaction, cost.
 *
 * @param name to show
 * @param origin where its points come from
 * @param above fails a release whose mean is above it
 * @param below fails a release whose mean is below it
 * @param worse which way the old release's series must not be left; absent does not compare
 * @param step between two points
 * @param minimumPoints points of a series below which nothing is said
 */
public record MetricRule(
        String name,
        MetricOrigin origin,
        Optional<Double> above,
        Optional<Double> below,
        Optional<SeriesPolicy.Direction> worse,
        Duration step,
        int minimumPoints) {

    /** Time until the first window: as long as the points need that it must have. */
    public Duration firstWindow() {
        return step.multipliedBy(minimumPoints);
    }
}
