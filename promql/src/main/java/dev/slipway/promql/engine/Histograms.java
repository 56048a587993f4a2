package dev.slipway.promql.engine;

import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Classic histograms: one series for each bucket, with its upper bound in the label {@code le}. */
final class Histograms {

    private static final String BOUND = "le";

    private Histograms() {}

    static List<Line> quantile(Evaluation evaluation, Expr.Call call, Grid grid) {
        Expr quantile = call.arguments().getFirst().bare();
        Expr vector = call.arguments().get(1).bare();
        double[] quantiles = evaluation.numbers(quantile, grid);
        for (double q : quantiles) {
            if (!(q >= 0 && q <= 1)) {
                evaluation.annotations().invalidQuantile(q, quantile.span());
            }
        }
        return each(evaluation, vector, grid, (labels, step, buckets) -> {
            double value = buckets.quantile(quantiles[step]);
            if (buckets.wasUneven()) {
                evaluation
                        .annotations()
                        .forcedMonotonicity(labels.metricName(), vector.span(), buckets.unevenness(grid.time(step)));
            }
            return value;
        });
    }

    static List<Line> fraction(Evaluation evaluation, Expr.Call call, Grid grid) {
        double[] lower = evaluation.numbers(call.arguments().getFirst(), grid);
        double[] upper = evaluation.numbers(call.arguments().get(1), grid);
        Expr vector = call.arguments().get(2).bare();
        return each(evaluation, vector, grid, (_, step, buckets) -> buckets.fraction(lower[step], upper[step]));
    }

    private static List<Line> each(Evaluation evaluation, Expr vector, Grid grid, HistogramFunction function) {
        List<Line> results = new ArrayList<>();
        Map<Labels, List<Bound>> histograms = histograms(evaluation, vector, grid);
        histograms.forEach((labels, bounds) -> {
            bounds.sort(Comparator.comparingDouble(Bound::upper));
            Buckets buckets = new Buckets(bounds.size());
            double[] values = Absent.array(grid.steps());
            for (int step = 0; step < values.length; step++) {
                buckets.clear();
                for (Bound bound : bounds) {
                    if (bound.line().has(step)) {
                        buckets.add(bound.upper(), bound.line().values()[step]);
                    }
                }
                if (buckets.size() > 0) {
                    values[step] = function.apply(labels, step, buckets);
                }
            }
            results.add(new Line(labels, true, values));
        });
        return results;
    }

    private static Map<Labels, List<Bound>> histograms(Evaluation evaluation, Expr vector, Grid grid) {
        Map<Labels, List<Bound>> histograms = new LinkedHashMap<>();
        for (Line line : evaluation.lines(vector, grid)) {
            String text = line.labels().get(BOUND);
            Optional<Double> bound = FloatText.parse(text);
            if (bound.isEmpty()) {
                evaluation.annotations().badBucket(line.labels().metricName(), text, vector.span());
            } else {
                histograms
                        .computeIfAbsent(line.labels().without(BOUND), _ -> new ArrayList<>())
                        .add(new Bound(bound.get(), line));
            }
        }
        return histograms;
    }

    private record Bound(double upper, Line line) {}

    private interface HistogramFunction {
        double apply(Labels labels, int step, Buckets buckets);
    }
}
