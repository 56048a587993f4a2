package dev.slipway.promql.engine;

import java.util.List;

/**
 * The value of a query, and what its author should know about it.
 *
 * @param annotations in the order in which they arose
 */
public record Answer(Value value, List<Annotation> annotations) {
    public Answer {
        annotations = List.copyOf(annotations);
    }
}
