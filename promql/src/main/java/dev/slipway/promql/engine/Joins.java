package dev.slipway.promql.engine;

import dev.slipway.promql.series.LabelText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.Matching;
import dev.slipway.promql.syntax.Matching.Cardinality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Arithmetic and comparison between two vectors. Series are joined once, by their signatures, and then computed as
 * whole arrays; that a match is unique is checked step by step, as series may take turns.
 */
final class Joins {

    private final Expr.Binary binary;
    private final Matching matching;
    private final Signature signature;
    private final int steps;
    private final boolean swapped;
    private final Map<Labels, List<Line>> ones = new HashMap<>();
    private final boolean[] manyPresent;
    private final Map<Object, boolean[]> taken = new HashMap<>();
    private final List<Line> results = new ArrayList<>();

    private Joins(Expr.Binary binary, List<Line> many, Grid grid) {
        this.binary = binary;
        this.matching = Objects.requireNonNull(binary.matching());
        this.signature = Signature.of(binary);
        this.steps = grid.steps();
        this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.manyPresent = Lines.present(many, steps);
    }

    static List<Line> apply(Expr.Binary binary, List<Line> left, List<Line> right, Grid grid) {
        boolean swap = Objects.requireNonNull(binary.matching()).cardinality() == Cardinality.ONE_TO_MANY;
        List<Line> many = swap ? right : left;
        Joins joins = new Joins(binary, many, grid);
        joins.index(swap ? left : right);
        many.forEach(joins::join);
        return grid.isInstant() ? joins.results : Lines.merged(joins.results);
    }

    private void index(List<Line> lines) {
        for (Line line : lines) {
            List<Line> partners = ones.computeIfAbsent(signature.of(line.labels()), _ -> new ArrayList<>(1));
            partners.forEach(partner -> requireApart(partner, line));
            partners.add(line);
        }
    }

    private void requireApart(Line first, Line second) {
        for (int step = 0; step < steps; step++) {
            if (manyPresent[step] && first.has(step) && second.has(step)) {
                List<String> twins = Stream.of(first, second)
                        .map(line -> LabelText.braces(line.labels()))
                        .sorted()
                        .toList();
                throw Failure.of(
                        "found duplicate series for the match group " + LabelText.braces(group(second.labels()))
                                + " on the " + (swapped ? "left" : "right") + " hand-side of the operation: ["
                                + String.join(", ", twins)
                                + "];many-to-many matching not allowed: matching labels must be unique on one side",
                        "name the labels that tell the series apart, or aggregate that side first");
            }
        }
    }

    /** The labels that are matched, for messages. */
    private Labels group(Labels labels) {
        return signature.of(labels);
    }

    private void join(Line many) {
        Labels key = signature.of(many.labels());
        for (Line one : ones.getOrDefault(key, List.of())) {
            double[] values = Absent.array(steps);
            Labels labels = labels(many.labels(), one.labels());
            boolean[] claimed = null;
            boolean any = false;
            for (int step = 0; step < steps; step++) {
                if (many.has(step) && one.has(step)) {
                    claimed = claimed == null ? claims(key, labels) : claimed;
                    claim(claimed, step);
                    values[step] = value(many.values()[step], one.values()[step]);
                    any |= !Absent.is(values[step]);
                }
            }
            if (any) {
                results.add(new Line(labels, binary.bool() || many.dropName(), values));
            }
        }
    }

    private double value(double many, double one) {
        return swapped ? Arithmetic.value(binary, one, many, one) : Arithmetic.value(binary, many, one, many);
    }

    /** The steps at which a match group, or a result of it, has been yielded already. */
    private boolean[] claims(Labels key, Labels result) {
        Object match = matching.cardinality() == Cardinality.ONE_TO_ONE ? key : List.of(key, result);
        return taken.computeIfAbsent(match, _ -> new boolean[steps]);
    }

    private void claim(boolean[] claimed, int step) {
        if (claimed[step]) {
            boolean one = matching.cardinality() == Cardinality.ONE_TO_ONE;
            throw Failure.of(
                    one
                            ? "multiple matches for labels: many-to-one matching must be explicit"
                                    + " (group_left/group_right)"
                            : "multiple matches for labels: grouping labels must ensure unique matches",
                    one ? "add group_left or group_right on the side with more series" : "include a label fewer");
        }
        claimed[step] = true;
    }

    private Labels labels(Labels many, Labels one) {
        Labels base = binary.operator().isArithmetic() ? Lines.withoutMetadata(many) : many;
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            base = matching.on() ? base.keep(matching.labels()) : base.without(matching.labels());
        }
        for (String name : matching.include()) {
            base = base.with(name, one.get(name));
        }
        return base;
    }
}
