package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.SeriesSource;
import dev.slipway.promql.syntax.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One evaluation of one query: walks the expression from the outside in, and returns whole series for each part. The
 * parts that are the same at every step are evaluated at the first step and repeated.
 */
final class Evaluation {

    private final Limits limits;
    private final BooleanSupplier cancelled;
    private final Annotations annotations = new Annotations();
    private final Selectors selectors;
    private final Ranges ranges;
    private final Aggregations aggregations;
    private long held;

    Evaluation(SeriesSource source, Limits limits, BooleanSupplier cancelled) {
        this.limits = limits;
        this.cancelled = cancelled;
        this.selectors = new Selectors(source, this);
        this.ranges = new Ranges(this);
        this.aggregations = new Aggregations(this);
    }

    Limits limits() {
        return limits;
    }

    Annotations annotations() {
        return annotations;
    }

    Selectors selectors() {
        return selectors;
    }

    Ranges ranges() {
        return ranges;
    }

    /** Ends the query when it is to be given up or holds too much. */
    void check(long more) {
        if (cancelled.getAsBoolean()) {
            throw Failure.cancelled();
        } else if (held + more > limits.mostSamples()) {
            throw Failure.tooManySamples(limits.mostSamples());
        }
    }

    /** The series of an instant vector. */
    List<Line> lines(Expr expr, Grid grid) {
        if (grid.steps() == 0) {
            return List.of();
        }
        check(0);
        long before = held;
        List<Line> lines = !grid.isInstant() && Invariance.of(expr)
                ? Lines.repeated(vector(expr, grid.first()), grid.steps())
                : vector(expr, grid);
        check((long) lines.size() * grid.steps());
        held = before + (long) lines.size() * grid.steps();
        return lines;
    }

    private List<Line> vector(Expr expr, Grid grid) {
        return switch (expr) {
            case Expr.VectorSelector selector -> selectors.latest(selector, grid);
            case Expr.Call call -> Calls.of(call.function().name()).apply(this, call, grid);
            case Expr.Aggregation aggregation -> aggregations.lines(aggregation, grid);
            case Expr.Binary binary -> binary(binary, grid);
            case Expr.Unary unary -> unary(unary, grid);
            case Expr.Paren paren -> lines(paren.expr(), grid);
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.MatrixSelector _, Expr.Subquery _ ->
                throw new IllegalStateException("no instant vector: " + expr);
        };
    }

    private List<Line> unary(Expr.Unary unary, Grid grid) {
        List<Line> lines = lines(unary.expr(), grid);
        return unary.negative()
                ? lines.stream().map(line -> line.map(value -> -value)).toList()
                : lines;
    }

    private List<Line> binary(Expr.Binary binary, Grid grid) {
        if (binary.matching() != null) {
            List<Line> left = lines(binary.left(), grid);
            List<Line> right = lines(binary.right(), grid);
            return binary.operator().isSet()
                    ? SetOperations.apply(binary, left, right, grid)
                    : Joins.apply(binary, left, right, grid);
        }
        boolean vectorLeft = binary.left().type() == dev.slipway.promql.syntax.ValueType.VECTOR;
        List<Line> lines = lines(vectorLeft ? binary.left() : binary.right(), grid);
        double[] numbers = numbers(vectorLeft ? binary.right() : binary.left(), grid);
        return Arithmetic.withScalar(binary, lines, numbers, vectorLeft);
    }

    /** The values of a scalar, one for each step. */
    double[] numbers(Expr expr, Grid grid) {
        return switch (expr) {
            case Expr.NumberLiteral number -> constant(number.value(), grid);
            case Expr.Paren paren -> numbers(paren.expr(), grid);
            case Expr.Unary unary -> negated(numbers(unary.expr(), grid), unary.negative());
            case Expr.Binary binary ->
                Arithmetic.ofScalars(binary, numbers(binary.left(), grid), numbers(binary.right(), grid));
            case Expr.Call call -> scalarCall(call, grid);
            case Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _,
                    Expr.Subquery _,
                    Expr.Aggregation _ -> throw new IllegalStateException("no scalar: " + expr);
        };
    }

    static double[] constant(double value, Grid grid) {
        double[] values = new double[grid.steps()];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] negated(double[] values, boolean negative) {
        return negative ? Arrays.stream(values).map(value -> -value).toArray() : values;
    }

    private double[] scalarCall(Expr.Call call, Grid grid) {
        return switch (call.function().name()) {
            case "pi" -> constant(Math.PI, grid);
            case "time" -> times(grid);
            case "scalar" -> onlyValues(lines(call.arguments().getFirst(), grid), grid);
            default ->
                throw new IllegalStateException(
                        "no scalar function: " + call.function().name());
        };
    }

    /** The evaluation times in seconds. */
    static double[] times(Grid grid) {
        double[] values = new double[grid.steps()];
        for (int step = 0; step < values.length; step++) {
            values[step] = grid.time(step) / 1000.0;
        }
        return values;
    }

    private static double[] onlyValues(List<Line> lines, Grid grid) {
        double[] values = constant(Double.NaN, grid);
        int[] found = new int[grid.steps()];
        for (Line line : lines) {
            for (int step = 0; step < values.length; step++) {
                if (line.has(step)) {
                    values[step] = found[step]++ == 0 ? line.values()[step] : Double.NaN;
                }
            }
        }
        return values;
    }

    /** A scalar as a series without labels. */
    List<Line> vectorOf(Expr scalar, Grid grid) {
        return new ArrayList<>(List.of(new Line(Labels.EMPTY, false, numbers(scalar, grid))));
    }
}
