package dev.slipway.promql.engine;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.SeriesSource;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Answers queries from a source of series, with the semantics of Prometheus 3. Without state of its own. */
public final class Engine {

    /** More points than this for each series are refused, as by Prometheus' API. */
    private static final int MOST_STEPS = 11_000;

    private final SeriesSource source;
    private final Limits limits;

    public Engine(SeriesSource source, Limits limits) {
        this.source = source;
        this.limits = limits;
    }

    /**
     * The value at one time.
     *
     * @param atMillis since the epoch
     * @param cancelled asked now and then; the query ends when it answers true
     * @throws Problem when the query has no answer: codes {@code promql-evaluation}, {@code too-many-samples},
     *     {@code query-cancelled}
     */
    public Answer instant(Query query, long atMillis, BooleanSupplier cancelled) {
        Grid grid = new Grid(atMillis, 1, 1, atMillis, atMillis);
        Evaluation evaluation = new Evaluation(source, limits, cancelled);
        Value value = instant(evaluation, query.expr(), grid);
        return new Answer(value, evaluation.annotations().list(query.text()));
    }

    private static Value instant(Evaluation evaluation, Expr expr, Grid grid) {
        long at = grid.startMillis();
        return switch (expr.type()) {
            case SCALAR -> new Value.Scalar(at, evaluation.numbers(expr, grid)[0]);
            case STRING -> new Value.Text(at, Strings.of(expr));
            case VECTOR -> vector(Lines.withoutDroppedNames(evaluation.lines(expr, grid)), at);
            case MATRIX -> new Value.Matrix(sorted(evaluation.ranges().points(expr.bare(), grid)));
        };
    }

    private static Value vector(List<Line> lines, long at) {
        List<Value.Sample> samples = new ArrayList<>(lines.size());
        for (Line line : lines) {
            if (line.has(0)) {
                samples.add(new Value.Sample(line.labels(), at, line.values()[0]));
            }
        }
        return new Value.Vector(samples);
    }

    /**
     * The values from a start to an end, one for each step.
     *
     * @param startMillis since the epoch
     * @param endMillis since the epoch, not before the start
     * @param stepMillis positive
     * @param cancelled asked now and then; the query ends when it answers true
     * @throws Problem as {@link #instant}; also when the expression is neither a scalar nor an instant vector
     */
    public Answer range(Query query, long startMillis, long endMillis, long stepMillis, BooleanSupplier cancelled) {
        Grid grid = grid(startMillis, endMillis, stepMillis);
        Evaluation evaluation = new Evaluation(source, limits, cancelled);
        ValueType type = query.expr().type();
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            throw Failure.of(
                    "invalid expression type \"" + type.words()
                            + "\" for range query, must be Scalar or instant Vector",
                    "apply a function such as rate() to it");
        }
        List<Line> lines = type == ValueType.SCALAR
                ? List.of(new Line(Labels.EMPTY, false, evaluation.numbers(query.expr(), grid)))
                : Lines.withoutDroppedNames(evaluation.lines(query.expr(), grid));
        List<Value.Points> points = new ArrayList<>();
        lines.stream().filter(line -> !line.isEmpty()).forEach(line -> points.add(Lines.points(line, grid)));
        return new Answer(
                new Value.Matrix(sorted(points)), evaluation.annotations().list(query.text()));
    }

    private static Grid grid(long start, long end, long step) {
        if (step <= 0 || end < start) {
            throw Failure.of("a range query needs a positive step and an end not before its start", "check the times");
        } else if ((end - start) / step > MOST_STEPS) {
            throw Failure.of(
                    "exceeded maximum resolution of " + MOST_STEPS + " points per timeseries", "use a longer step");
        }
        return Grid.of(start, end, step);
    }

    private static List<Value.Points> sorted(List<Value.Points> points) {
        List<Value.Points> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparing(Value.Points::labels));
        return sorted;
    }
}
