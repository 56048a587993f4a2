package dev.slipway.promql.engine;

import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.LabelText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.Aggregator;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.LabelNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One series, or a few, for each group of series. */
final class Aggregations {

    private final Evaluation evaluation;

    Aggregations(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    List<Line> lines(Expr.Aggregation aggregation, Grid grid) {
        Grouping grouping = Grouping.of(aggregation);
        return switch (aggregation.aggregator()) {
            case COUNT_VALUES -> countValues(aggregation, grid);
            case TOPK, BOTTOMK -> selected(aggregation, grouping, grid);
            case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR, QUANTILE -> reduced(aggregation, grouping, grid);
        };
    }

    private static Map<Labels, List<Line>> groups(List<Line> lines, Grouping grouping) {
        Map<Labels, List<Line>> groups = new LinkedHashMap<>();
        for (Line line : lines) {
            groups.computeIfAbsent(grouping.of(line.labels()), _ -> new ArrayList<>())
                    .add(line);
        }
        return groups;
    }

    private List<Line> reduced(Expr.Aggregation aggregation, Grouping grouping, Grid grid) {
        double[] parameter = parameter(aggregation, grid);
        if (aggregation.aggregator() == Aggregator.QUANTILE) {
            checkQuantiles(
                    parameter, Objects.requireNonNull(aggregation.parameter()).bare());
        }
        List<Line> results = new ArrayList<>();
        groups(evaluation.lines(aggregation.expr(), grid), grouping).forEach((labels, lines) -> {
            double[] values = Reductions.reduce(aggregation.aggregator(), lines, parameter, grid.steps());
            results.add(new Line(labels, lines.stream().anyMatch(Line::dropName), values));
        });
        return results;
    }

    private double[] parameter(Expr.Aggregation aggregation, Grid grid) {
        Expr parameter = aggregation.parameter();
        return parameter == null ? new double[0] : evaluation.numbers(parameter, grid);
    }

    private void checkQuantiles(double[] quantiles, Expr parameter) {
        for (double quantile : quantiles) {
            if (!(quantile >= 0 && quantile <= 1)) {
                evaluation.annotations().invalidQuantile(quantile, parameter.span());
            }
        }
    }

    private List<Line> selected(Expr.Aggregation aggregation, Grouping grouping, Grid grid) {
        double[] counts = parameter(aggregation, grid);
        List<Line> input = evaluation.lines(aggregation.expr(), grid);
        if (Arrays.stream(counts).filter(count -> !Double.isNaN(count)).allMatch(count -> count < 1)
                && Arrays.stream(counts).noneMatch(Double::isNaN)) {
            return List.of();
        }
        Arrays.stream(counts).forEach(Aggregations::checkCount);
        boolean top = aggregation.aggregator() == Aggregator.TOPK;
        List<Line> results = new ArrayList<>();
        groups(input, grouping).values().forEach(lines -> results.addAll(Ranking.best(lines, counts, top)));
        return results;
    }

    private static void checkCount(double count) {
        if (Double.isNaN(count)) {
            throw Failure.of("Parameter value is NaN", "the number of series is a positive integer");
        } else if (count <= Long.MIN_VALUE || count >= Long.MAX_VALUE) {
            String flows = count < 0 ? " underflows int64" : " overflows int64";
            throw Failure.of(
                    "Scalar value " + FloatText.general(count) + flows, "the number of series is a positive integer");
        }
    }

    private List<Line> countValues(Expr.Aggregation aggregation, Grid grid) {
        String label = Strings.of(Objects.requireNonNull(aggregation.parameter()));
        if (!LabelNames.isValid(label)) {
            throw Failure.of(
                    "invalid label name " + LabelText.quote(label),
                    "a label's name is any text in UTF-8 that is not empty");
        }
        Grouping grouping = Grouping.of(aggregation).with(label);
        Map<Labels, double[]> counts = new LinkedHashMap<>();
        for (Line line : evaluation.lines(aggregation.expr(), grid)) {
            for (int step = 0; step < grid.steps(); step++) {
                if (line.has(step)) {
                    String text = FloatText.plain(line.values()[step]);
                    double[] count = counts.computeIfAbsent(
                            grouping.of(line.labels().with(label, text)), _ -> Absent.array(grid.steps()));
                    count[step] = Absent.is(count[step]) ? 1 : count[step] + 1;
                }
            }
        }
        List<Line> results = new ArrayList<>();
        counts.forEach((labels, values) -> results.add(new Line(labels, false, values)));
        return results;
    }
}
