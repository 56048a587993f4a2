package dev.slipway.promql.engine;

import dev.slipway.promql.series.SelectHints;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions over ranges: for each series a window that slides from step to step over samples read once. */
final class Ranges {

    private static final Set<String> KEEPING_NAMES = Set.of("last_over_time", "first_over_time");
    private static final List<String> COUNTER_SUFFIXES = List.of("_total", "_sum", "_count", "_bucket");

    private final Evaluation evaluation;

    Ranges(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** The function of each series' range at each step. */
    List<Line> apply(Expr.Call call, RangeFunction function, Grid grid) {
        Expr range = argument(call, ValueType.MATRIX);
        Job job = new Job(call, function, grid, scalar(call, grid), range, new ArrayList<>());
        switch (range) {
            case Expr.MatrixSelector matrix -> stored(job, matrix);
            case Expr.Subquery subquery -> computed(job, subquery);
            default -> throw new IllegalStateException("no range: " + range);
        }
        return job.lines();
    }

    private static Expr argument(Expr.Call call, ValueType type) {
        return call.arguments().stream()
                .filter(argument -> argument.type() == type)
                .findFirst()
                .orElseThrow()
                .bare();
    }

    private double @Nullable [] scalar(Expr.Call call, Grid grid) {
        boolean has = call.arguments().stream().anyMatch(argument -> argument.type() == ValueType.SCALAR);
        return has ? evaluation.numbers(argument(call, ValueType.SCALAR), grid) : null;
    }

    private void stored(Job job, Expr.MatrixSelector matrix) {
        Window window = new Window();
        long[] references = job.grid().references(matrix.selector().timing());
        String function = job.call().function().name();
        SelectHints hints = new SelectHints(
                job.grid().isInstant() ? 0 : job.grid().stepMillis(), matrix.rangeMillis(), function, List.of(), false);
        try (Selection selection =
                evaluation.selectors().select(matrix.selector(), job.grid(), matrix.rangeMillis(), hints)) {
            for (Series series : selection) {
                window.load(series.labels(), series.samples(), false);
                slide(job, window, references, matrix.rangeMillis(), false);
            }
        }
    }

    private void computed(Job job, Expr.Subquery subquery) {
        Grid inner = inner(subquery, job.grid());
        List<Line> lines = evaluation.lines(subquery.expr(), inner);
        Window window = new Window();
        long[] references = job.grid().references(subquery.timing());
        for (Line line : lines) {
            window.load(line, inner);
            slide(job, window, references, subquery.rangeMillis(), line.dropName());
        }
    }

    private Grid inner(Expr.Subquery subquery, Grid grid) {
        long step = subquery.stepMillis() == 0 ? evaluation.limits().subqueryStepMillis() : subquery.stepMillis();
        return grid.inner(subquery.timing(), subquery.rangeMillis(), step);
    }

    private void slide(Job job, Window window, long[] references, long range, boolean dropName) {
        Grid grid = job.grid();
        evaluation.check(window.size + (long) job.lines().size() * grid.steps());
        double[] values = Absent.array(grid.steps());
        boolean any = false;
        for (int step = 0; step < values.length; step++) {
            long reference = references[step];
            window.moveTo(grid.time(step), reference - range, reference);
            if (window.count() > 0) {
                window.argument = job.argument(step);
                job.checkArgument(evaluation, window.argument);
                values[step] = job.function().apply(window);
                any |= !Absent.is(values[step]);
            }
        }
        if (any) {
            String name = job.call().function().name();
            boolean drop = dropName || !KEEPING_NAMES.contains(name);
            job.lines().add(new Line(window.labels, drop, values));
            checkCounter(name, window, job.range());
        }
    }

    private void checkCounter(String function, Window window, Expr range) {
        if (function.equals("rate") || function.equals("increase")) {
            String metric = window.labels.metricName();
            if (!metric.isEmpty() && COUNTER_SUFFIXES.stream().noneMatch(metric::endsWith)) {
                evaluation.annotations().possibleNonCounter(metric, range.span());
            }
        }
    }

    /** A range vector as the answer of an instant query. */
    List<Value.Points> points(Expr range, Grid grid) {
        return switch (range) {
            case Expr.MatrixSelector matrix -> storedPoints(matrix, grid);
            case Expr.Subquery subquery -> computedPoints(subquery, grid);
            default -> throw new IllegalStateException("no range: " + range);
        };
    }

    private List<Value.Points> computedPoints(Expr.Subquery subquery, Grid grid) {
        Grid inner = inner(subquery, grid);
        List<Value.Points> points = new ArrayList<>();
        Lines.withoutDroppedNames(evaluation.lines(subquery.expr(), inner)).stream()
                .filter(line -> !line.isEmpty())
                .forEach(line -> points.add(Lines.points(line, inner)));
        return points;
    }

    private List<Value.Points> storedPoints(Expr.MatrixSelector matrix, Grid grid) {
        List<Value.Points> points = new ArrayList<>();
        Window window = new Window();
        SelectHints hints = new SelectHints(0, matrix.rangeMillis(), "", List.of(), false);
        long held = 0;
        try (Selection selection =
                evaluation.selectors().select(matrix.selector(), grid, matrix.rangeMillis(), hints)) {
            for (Series series : selection) {
                window.load(series.labels(), series.samples(), false);
                held += window.size;
                evaluation.check(held);
                if (window.size > 0) {
                    points.add(new Value.Points(
                            window.labels,
                            Arrays.copyOf(window.times, window.size),
                            Arrays.copyOf(window.values, window.size)));
                }
            }
        }
        return points;
    }

    /** One call that is being evaluated, and the lines it has yielded. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Job(
            Expr.Call call,
            RangeFunction function,
            Grid grid,
            double @Nullable [] arguments,
            Expr range,
            List<Line> lines) {

        double argument(int step) {
            return arguments == null ? 0 : arguments[step];
        }

        void checkArgument(Evaluation evaluation, double argument) {
            if (call.function().name().equals("quantile_over_time") && !(argument >= 0 && argument <= 1)) {
                Expr quantile = Ranges.argument(call, ValueType.SCALAR);
                evaluation.annotations().invalidQuantile(argument, quantile.span());
            }
        }
    }
}
