package dev.slipway.promql.engine;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ValueType;
import java.util.Set;

/**
 * Finds the parts of an expression that are the same at every step, because all their selectors are pinned by
 * {@code @}; they are evaluated once. As Prometheus' PreprocessExpr does.
 */
final class Invariance {

    /** Functions whose result depends on the evaluation's time whatever their arguments. */
    private static final Set<String> OF_TIME = Set.of(
            "days_in_month",
            "day_of_month",
            "day_of_week",
            "day_of_year",
            "hour",
            "minute",
            "month",
            "year",
            "predict_linear",
            "time",
            "timestamp");

    private Invariance() {}

    /** True for an expression with series that is the same at every step. */
    static boolean of(Expr expr) {
        return expr.type() == ValueType.VECTOR && invariant(expr);
    }

    private static boolean invariant(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
            case Expr.VectorSelector selector -> selector.timing().at() != null;
            case Expr.MatrixSelector matrix -> matrix.selector().timing().at() != null;
            case Expr.Subquery subquery -> subquery.timing().at() != null;
            case Expr.Call call -> call(call);
            case Expr.Aggregation aggregation ->
                invariant(aggregation.expr())
                        && (aggregation.parameter() == null || invariant(aggregation.parameter()));
            case Expr.Binary binary -> invariant(binary.left()) && invariant(binary.right());
            case Expr.Unary unary -> invariant(unary.expr());
            case Expr.Paren paren -> invariant(paren.expr());
        };
    }

    private static boolean call(Expr.Call call) {
        boolean pinnedTimestamp = call.function().name().equals("timestamp")
                && call.arguments().getFirst().bare() instanceof Expr.VectorSelector selector
                && selector.timing().at() != null;
        boolean ofTime = OF_TIME.contains(call.function().name());
        return pinnedTimestamp || (!ofTime && call.arguments().stream().allMatch(Invariance::invariant));
    }
}
