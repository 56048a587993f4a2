package dev.slipway.promql.engine;

import dev.slipway.promql.syntax.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** Which code answers which function that yields an instant vector. */
final class Calls {

    private static final Map<String, VectorCall> BY_NAME = new HashMap<>();

    static {
        Numerics.elementwise().forEach(Calls::each);
        Calendar.functions().forEach(Calls::calendar);
        ranges();
        clamps();
        BY_NAME.put("histogram_quantile", Histograms::quantile);
        BY_NAME.put("histogram_fraction", Histograms::fraction);
        BY_NAME.put("label_replace", LabelCalls::replace);
        BY_NAME.put("label_join", LabelCalls::join);
        BY_NAME.put("absent", Absence::absent);
        BY_NAME.put("absent_over_time", Absence::absentOverTime);
        BY_NAME.put("sort", (evaluation, call, grid) -> sorted(evaluation, call, grid, false));
        BY_NAME.put("sort_desc", (evaluation, call, grid) -> sorted(evaluation, call, grid, true));
        BY_NAME.put("timestamp", Calls::timestamp);
        BY_NAME.put(
                "vector",
                (evaluation, call, grid) -> evaluation.vectorOf(call.arguments().getFirst(), grid));
    }

    private Calls() {}

    static VectorCall of(String function) {
        return Objects.requireNonNull(BY_NAME.get(function), function);
    }

    private static void each(String name, DoubleUnaryOperator function) {
        BY_NAME.put(
                name,
                (evaluation, call, grid) -> first(evaluation, call, grid).stream()
                        .map(line -> line.map(function))
                        .toList());
    }

    private static void calendar(String name, DoubleUnaryOperator function) {
        BY_NAME.put(name, (evaluation, call, grid) -> {
            if (call.arguments().isEmpty()) {
                double[] times = Evaluation.times(grid);
                Line now = new Line(dev.slipway.promql.series.Labels.EMPTY, false, times);
                return List.of(now.map(seconds -> function.applyAsDouble(Math.floor(seconds))));
            }
            return first(evaluation, call, grid).stream()
                    .map(line -> line.map(function))
                    .toList();
        });
    }

    private static void ranges() {
        range("rate", Rates::rate);
        range("increase", Rates::increase);
        range("delta", Rates::delta);
        range("irate", Rates::instantRate);
        range("idelta", Rates::instantDelta);
        range("deriv", Rates::derivative);
        range("predict_linear", Rates::predictLinear);
        range("changes", Rates::changes);
        range("resets", Rates::resets);
        range("present_over_time", window -> 1);
        range("count_over_time", Window::count);
        range("first_over_time", Window::first);
        range("last_over_time", Window::last);
        range("sum_over_time", OverTime::sum);
        range("avg_over_time", OverTime::average);
        range("min_over_time", OverTime::min);
        range("max_over_time", OverTime::max);
        range("stddev_over_time", OverTime::deviation);
        range("stdvar_over_time", OverTime::variance);
        range("quantile_over_time", OverTime::quantile);
    }

    private static void range(String name, RangeFunction function) {
        BY_NAME.put(name, (evaluation, call, grid) -> evaluation.ranges().apply(call, function, grid));
    }

    private static void clamps() {
        BY_NAME.put("clamp", (evaluation, call, grid) -> {
            double[] min = number(evaluation, call, grid, 1);
            double[] max = number(evaluation, call, grid, 2);
            return Numerics.clamp(first(evaluation, call, grid), min, max);
        });
        BY_NAME.put("clamp_min", (evaluation, call, grid) -> {
            double[] max = Evaluation.constant(Double.POSITIVE_INFINITY, grid);
            return Numerics.clamp(first(evaluation, call, grid), number(evaluation, call, grid, 1), max);
        });
        BY_NAME.put("clamp_max", (evaluation, call, grid) -> {
            double[] min = Evaluation.constant(Double.NEGATIVE_INFINITY, grid);
            return Numerics.clamp(first(evaluation, call, grid), min, number(evaluation, call, grid, 1));
        });
        BY_NAME.put("round", (evaluation, call, grid) -> {
            double[] nearest =
                    call.arguments().size() > 1 ? number(evaluation, call, grid, 1) : Evaluation.constant(1, grid);
            return Numerics.round(first(evaluation, call, grid), nearest);
        });
    }

    private static List<Line> first(Evaluation evaluation, Expr.Call call, Grid grid) {
        return evaluation.lines(call.arguments().getFirst(), grid);
    }

    private static double[] number(Evaluation evaluation, Expr.Call call, Grid grid, int argument) {
        return evaluation.numbers(call.arguments().get(argument), grid);
    }

    private static List<Line> sorted(Evaluation evaluation, Expr.Call call, Grid grid, boolean descending) {
        List<Line> lines = new ArrayList<>(first(evaluation, call, grid));
        if (!grid.isInstant()) {
            evaluation.annotations().sortInRangeQuery(call.span());
            return lines;
        }
        Comparator<Line> byValue = Comparator.comparingDouble(line -> line.values()[0]);
        Comparator<Line> nanLast = Comparator.comparing(line -> Double.isNaN(line.values()[0]));
        lines.sort(nanLast.thenComparing(descending ? byValue.reversed() : byValue));
        return lines;
    }

    private static List<Line> timestamp(Evaluation evaluation, Expr.Call call, Grid grid) {
        Expr argument = call.arguments().getFirst().bare();
        if (argument instanceof Expr.VectorSelector selector) {
            return evaluation.selectors().latestTimes(selector, grid);
        }
        double[] times = Evaluation.times(grid);
        return evaluation.lines(argument, grid).stream()
                .map(line -> Numerics.withOther(line, times, (_, time) -> time))
                .toList();
    }
}
