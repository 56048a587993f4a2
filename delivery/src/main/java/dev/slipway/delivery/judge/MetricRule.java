package dev.slipway.delivery.judge;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A figure of a release that is no count of its requests: memory, queue length, satisfaction, cost.
 *
 * @param name to show
 * @param origin where its points come from
 * @param above fails a release whose mean is above it
 * @param below fails a release whose mean is below it
 * @param beside how it is compared with the old release's series; absent does not compare
 * @param missing what a point that the source does not have means; no answer at all is never a zero
 * @param step between two points
 * @param minimumPoints points of a series below which nothing is said
 */
public record MetricRule(
        String name,
        MetricOrigin origin,
        Optional<Double> above,
        Optional<Double> below,
        Optional<SeriesPolicy> beside,
        SeriesPolicy.Missing missing,
        Duration step,
        int minimumPoints) {

    /** Time until the first window: as long as the points need that it must have. */
    public Duration firstWindow() {
        return step.multipliedBy(minimumPoints);
    }

    /** The points of a window with what the missing ones stand for: nothing, or zero at each step. */
    double[] filled(double[] points, MetricWindow window) {
        return switch (missing) {
            case GAP -> Arrays.stream(points).filter(Double::isFinite).toArray();
            case ZERO ->
                points.length == 0
                        ? new double[Math.toIntExact(window.length().dividedBy(step)) + 1]
                        : Arrays.stream(points)
                                .map(value -> Double.isFinite(value) ? value : 0)
                                .toArray();
        };
    }
}
