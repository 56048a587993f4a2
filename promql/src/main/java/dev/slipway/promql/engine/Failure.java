package dev.slipway.promql.engine;

import dev.slipway.kernel.Problem;

/** Why a query that is good PromQL has no answer. */
final class Failure {

    static final String SAME_LABELS = "vector cannot contain metrics with the same labelset";

    private Failure() {}

    static Problem of(String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, "promql-evaluation", message, hint);
    }

    static Problem sameLabels() {
        return of(SAME_LABELS, "the metric's name is dropped from results; tell the series apart by another label");
    }

    static Problem tooManySamples(long most) {
        return Problem.of(
                Problem.Kind.TOO_LARGE,
                "too-many-samples",
                "query processing would load too many samples into memory in query execution",
                "at most " + most + " values are held; select fewer series, a shorter time or a longer step");
    }

    static Problem cancelled() {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "query-cancelled",
                "the query was given up in expression evaluation",
                "select fewer series or a shorter time");
    }
}
