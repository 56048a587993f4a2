package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.syntax.Expr;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The functions that answer when there is nothing. */
final class Absence {

    private Absence() {}

    static List<Line> absent(Evaluation evaluation, Expr.Call call, Grid grid) {
        Expr argument = call.arguments().getFirst();
        return missing(evaluation.lines(argument, grid), argument.bare(), grid);
    }

    static List<Line> absentOverTime(Evaluation evaluation, Expr.Call call, Grid grid) {
        List<Line> present = evaluation.ranges().apply(call, window -> 1, grid);
        return missing(present, call.arguments().getFirst().bare(), grid);
    }

    private static List<Line> missing(List<Line> lines, Expr argument, Grid grid) {
        boolean[] present = Lines.present(lines, grid.steps());
        double[] values = Absent.array(grid.steps());
        boolean any = false;
        for (int step = 0; step < values.length; step++) {
            if (!present[step]) {
                values[step] = 1;
                any = true;
            }
        }
        return any ? List.of(new Line(labels(argument), false, values)) : List.of();
    }

    /** The labels that the missing series would surely have: those that are asked for with {@code =}, once. */
    private static Labels labels(Expr argument) {
        List<Matcher> matchers = switch (argument) {
            case Expr.VectorSelector selector -> selector.matchers();
            case Expr.MatrixSelector matrix -> matrix.selector().matchers();
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Subquery _,
                    Expr.Call _,
                    Expr.Aggregation _,
                    Expr.Binary _,
                    Expr.Unary _,
                    Expr.Paren _ -> List.of();
        };
        Labels.Builder labels = Labels.builder();
        Set<String> seen = new HashSet<>();
        for (Matcher matcher : matchers) {
            if (!matcher.name().equals(Labels.METRIC_NAME)) {
                boolean says = matcher.kind() == Matcher.Kind.EQ && seen.add(matcher.name());
                labels.set(matcher.name(), says ? matcher.value() : "");
            }
        }
        return labels.build();
    }
}
