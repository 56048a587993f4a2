package dev.slipway.promql.engine;

import dev.slipway.promql.syntax.Expr;

/** The values of text arguments. */
final class Strings {

    private Strings() {}

    static String of(Expr expr) {
        if (expr.bare() instanceof Expr.StringLiteral literal) {
            return literal.value();
        }
        throw new IllegalStateException("no text: " + expr);
    }
}
