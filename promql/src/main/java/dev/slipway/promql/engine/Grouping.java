package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.Expr;
import java.util.HashSet;
import java.util.Set;

/** The labels that make the groups of an aggregation. */
record Grouping(boolean without, Set<String> names) {

    static Grouping of(Expr.Aggregation aggregation) {
        Set<String> names = new HashSet<>(aggregation.grouping());
        if (aggregation.without()) {
            names.add(Labels.METRIC_NAME);
        }
        return new Grouping(aggregation.without(), names);
    }

    /** The same with a label that always stays. */
    Grouping with(String label) {
        Set<String> more = new HashSet<>(names);
        if (!without) {
            more.add(label);
        }
        return new Grouping(without, more);
    }

    Labels of(Labels labels) {
        if (without) {
            return labels.without(names);
        }
        return names.isEmpty() ? Labels.EMPTY : labels.keep(names);
    }
}
