package dev.slipway.promql.rule;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.Matching;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a condition that no longer holds from data that is gone. An alert's expression filters: {@code up == 0} yields
 * nothing either way. Without its filters, {@code up} still yields the series while the data is there.
 */
final class DataProbe {

    /** Functions that answer because data is missing: for them there is nothing to lose. */
    private static final Set<String> OF_ABSENCE = Set.of("absent", "absent_over_time", "vector");

    private DataProbe() {}

    /** The expression without filters; absent when it does not need data to hold. */
    static Optional<Expr> of(Expr expr) {
        return ofAbsence(expr) ? Optional.empty() : Optional.of(unfiltered(expr));
    }

    private static boolean ofAbsence(Expr expr) {
        return switch (expr) {
            case Expr.Call call ->
                OF_ABSENCE.contains(call.function().name())
                        || call.arguments().stream().anyMatch(DataProbe::ofAbsence);
            case Expr.Aggregation aggregation -> ofAbsence(aggregation.expr());
            case Expr.Binary binary -> ofAbsence(binary.left()) || ofAbsence(binary.right());
            case Expr.Unary unary -> ofAbsence(unary.expr());
            case Expr.Paren paren -> ofAbsence(paren.expr());
            case Expr.Subquery subquery -> ofAbsence(subquery.expr());
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _, Expr.MatrixSelector _ -> false;
        };
    }

    private static Expr unfiltered(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _, Expr.MatrixSelector _ -> expr;
            case Expr.Paren paren -> unfiltered(paren.expr());
            case Expr.Unary unary -> unfiltered(unary.expr());
            case Expr.Subquery subquery ->
                new Expr.Subquery(
                        subquery.span(),
                        unfiltered(subquery.expr()),
                        subquery.rangeMillis(),
                        subquery.stepMillis(),
                        subquery.timing());
            case Expr.Call call -> {
                List<Expr> arguments =
                        call.arguments().stream().map(DataProbe::unfiltered).toList();
                yield new Expr.Call(call.span(), call.function(), arguments);
            }
            case Expr.Aggregation aggregation ->
                new Expr.Aggregation(
                        aggregation.span(),
                        aggregation.aggregator(),
                        unfiltered(aggregation.expr()),
                        aggregation.parameter(),
                        aggregation.grouping(),
                        aggregation.without());
            case Expr.Binary binary -> unfiltered(binary);
        };
    }

    private static Expr unfiltered(Expr.Binary binary) {
        boolean filters = binary.operator().isComparison() && !binary.bool();
        Expr left = unfiltered(binary.left());
        Expr right = unfiltered(binary.right());
        if (filters || (binary.operator().isSet() && !binary.operator().sign().equals("or"))) {
            boolean rightIsMany =
                    binary.matching() != null && binary.matching().cardinality() == Matching.Cardinality.ONE_TO_MANY;
            boolean leftIsNumber = binary.left().type() == dev.slipway.promql.syntax.ValueType.SCALAR;
            return rightIsMany || leftIsNumber ? right : left;
        }
        return new Expr.Binary(binary.span(), binary.operator(), left, right, binary.bool(), binary.matching());
    }
}
