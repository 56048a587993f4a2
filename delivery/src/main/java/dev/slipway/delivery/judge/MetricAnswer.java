package dev.slipway.delivery.judge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a source said of a metric over one window. Evidence follows from it alone, so it is what is stored.
 *
 * @param metric index of the metric in its policy
 * @param at when it was given: a look before that did not know it, also when its window was over already
 * @param canary the new release's points; NaN marks a gap
 * @param baseline the old release's points in the same time; absent when it was not asked for
 */
public record MetricAnswer(
        int metric, MetricWindow window, Instant at, List<Double> canary, Optional<List<Double>> baseline) {

    public MetricAnswer {
        canary = List.copyOf(canary);
        baseline = baseline.map(List::copyOf);
    }

    /** What the metric says by this answer. */
    public Evidence judged(JudgePolicy policy) {
        return MetricJudge.judge(
                policy.metrics().get(metric),
                policy.alphaPerRule(),
                window,
                numbers(canary),
                baseline.map(MetricAnswer::numbers));
    }

    private static double[] numbers(List<Double> points) {
        return points.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
