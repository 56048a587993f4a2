package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.BinaryOperator;
import dev.slipway.promql.syntax.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code and}, {@code or} and {@code unless}: which series stay, step by step. */
final class SetOperations {

    private SetOperations() {}

    static List<Line> apply(Expr.Binary binary, List<Line> left, List<Line> right, Grid grid) {
        Signature signature = Signature.of(binary);
        if (binary.operator() == BinaryOperator.OR) {
            List<Line> union = new ArrayList<>(left);
            union.addAll(filtered(right, presence(left, signature, grid), signature, false));
            return grid.isInstant() ? union : Lines.merged(union);
        }
        boolean wanted = binary.operator() == BinaryOperator.AND;
        return filtered(left, presence(right, signature, grid), signature, wanted);
    }

    /** For each signature, the steps at which any series has it. */
    private static Map<Labels, boolean[]> presence(List<Line> lines, Signature signature, Grid grid) {
        Map<Labels, boolean[]> presence = new HashMap<>();
        for (Line line : lines) {
            boolean[] steps = presence.computeIfAbsent(signature.of(line.labels()), _ -> new boolean[grid.steps()]);
            for (int step = 0; step < steps.length; step++) {
                steps[step] |= line.has(step);
            }
        }
        return presence;
    }

    private static List<Line> filtered(
            List<Line> lines, Map<Labels, boolean[]> presence, Signature signature, boolean wanted) {
        List<Line> kept = new ArrayList<>();
        for (Line line : lines) {
            boolean[] steps = presence.get(signature.of(line.labels()));
            if (steps == null) {
                if (!wanted) {
                    kept.add(line);
                }
                continue;
            }
            double[] values = line.values().clone();
            for (int step = 0; step < values.length; step++) {
                if (steps[step] != wanted) {
                    values[step] = Absent.VALUE;
                }
            }
            Line result = new Line(line.labels(), line.dropName(), values);
            if (!result.isEmpty()) {
                kept.add(result);
            }
        }
        return kept;
    }
}
