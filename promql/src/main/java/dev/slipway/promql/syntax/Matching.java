package dev.slipway.promql.syntax;

import java.util.List;

/**
 * How the series of two vectors find each other.
 *
 * @param cardinality which side may have several series for one match
 * @param on true when the labels are those that must be equal, false when they are those to ignore
 * @param labels named by {@code on} or {@code ignoring}
 * @param include labels taken over from the "one" side
 */
public record Matching(Cardinality cardinality, boolean on, List<String> labels, List<String> include) {

    /** Every label but the metric's name must be equal, and each series has one partner. */
    public static final Matching ONE_TO_ONE = new Matching(Cardinality.ONE_TO_ONE, false, List.of(), List.of());

    public Matching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    Matching with(Cardinality other) {
        return new Matching(other, on, labels, include);
    }

    /** Which side may have several series for one match. */
    public enum Cardinality {
        ONE_TO_ONE,
        MANY_TO_ONE,
        ONE_TO_MANY,
        MANY_TO_MANY
    }
}
