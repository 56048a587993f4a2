package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.Matching;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** The labels by which two series are partners. */
record Signature(boolean on, Set<String> names) {

    static Signature of(Expr.Binary binary) {
        Matching matching = Objects.requireNonNull(binary.matching());
        Set<String> names = new HashSet<>(matching.labels());
        if (!matching.on()) {
            names.add(Labels.METRIC_NAME);
        }
        return new Signature(matching.on(), names);
    }

    Labels of(Labels labels) {
        return on ? labels.keep(names) : labels.without(names);
    }
}
