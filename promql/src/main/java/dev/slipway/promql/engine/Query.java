package dev.slipway.promql.engine;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.Promql;

/**
 * An expression ready to be evaluated, as often as wanted.
 *
 * @param text as written; annotations point into it
 */
public record Query(String text, Expr expr) {

    /** @throws Problem of kind INVALID, code {@code bad-promql}, when it is no PromQL */
    public static Query parse(String text) {
        return new Query(text, Promql.parse(text));
    }
}
