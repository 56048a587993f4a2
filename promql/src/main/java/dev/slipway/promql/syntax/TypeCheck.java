package dev.slipway.promql.syntax;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that every part gets the type it needs, with the messages of Prometheus' checkAST. */
final class TypeCheck {

    private final List<Complaint> complaints = new ArrayList<>();

    private TypeCheck() {}

    static List<Complaint> complaints(Expr expr) {
        TypeCheck check = new TypeCheck();
        check.visit(expr);
        return List.copyOf(check.complaints);
    }

    private void visit(Expr expr) {
        switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
            case Expr.VectorSelector selector -> selector(selector);
            case Expr.MatrixSelector matrix -> visit(matrix.selector());
            case Expr.Subquery subquery -> subquery(subquery);
            case Expr.Call call -> call(call);
            case Expr.Aggregation aggregation -> aggregation(aggregation);
            case Expr.Binary binary -> binary(binary);
            case Expr.Unary unary -> unary(unary);
            case Expr.Paren paren -> visit(paren.expr());
        }
    }

    private void selector(Expr.VectorSelector selector) {
        List<Matcher> matchers = selector.matchers();
        if (!selector.name().isEmpty()) {
            for (Matcher matcher : matchers.subList(0, matchers.size() - 1)) {
                if (matcher.name().equals(Labels.METRIC_NAME)) {
                    complain(
                            selector.span(),
                            "metric name must not be set twice: \"" + selector.name() + "\" or \"" + matcher.value()
                                    + "\"",
                            "name the metric either before the braces or inside them");
                }
            }
        } else if (matchers.stream().allMatch(Matcher::matchesEmpty)) {
            complain(
                    selector.span(),
                    "vector selector must contain at least one non-empty matcher",
                    "without one it would select every series");
        }
    }

    private void subquery(Expr.Subquery subquery) {
        visit(subquery.expr());
        if (subquery.expr().type() != ValueType.VECTOR) {
            complain(
                    subquery.span(),
                    "subquery is only allowed on instant vector, got "
                            + subquery.expr().type().words() + " instead",
                    null);
        }
    }

    private void call(Expr.Call call) {
        Function function = call.function();
        int count = call.arguments().size();
        String atLeast = function.optional() == 0 ? "" : count < function.fewest() ? "at least " : "at most ";
        int wanted = count < function.fewest() ? function.fewest() : function.most();
        if (count < function.fewest() || count > function.most()) {
            complain(
                    call.span(),
                    "expected " + atLeast + wanted + " argument(s) in call to \"" + function.name() + "\", got "
                            + count,
                    function.signature());
        }
        for (int i = 0; i < count; i++) {
            Expr argument = call.arguments().get(i);
            visit(argument);
            if (!function.parameters().isEmpty()) {
                expect(argument, function.parameter(i), "call to function \"" + function.name() + "\"");
            }
        }
    }

    private void aggregation(Expr.Aggregation aggregation) {
        visit(aggregation.expr());
        expect(aggregation.expr(), ValueType.VECTOR, "aggregation expression");
        Expr parameter = aggregation.parameter();
        if (parameter != null) {
            visit(parameter);
            ValueType wanted = aggregation.aggregator().parameter().orElseThrow();
            expect(parameter, wanted, "aggregation parameter");
        }
    }

    private void expect(Expr expr, ValueType wanted, String context) {
        if (expr.type() != wanted) {
            String hint = wanted == ValueType.MATRIX && expr.bare() instanceof Expr.VectorSelector
                    ? "add a range: " + expr + "[5m]"
                    : null;
            String message = "expected type " + wanted.words() + " in " + context + ", got "
                    + expr.type().words();
            complain(expr.span(), message, hint);
        }
    }

    private void binary(Expr.Binary binary) {
        visit(binary.left());
        visit(binary.right());
        operand(binary.left());
        operand(binary.right());
        BinaryOperator operator = binary.operator();
        boolean scalars =
                binary.left().type() == ValueType.SCALAR && binary.right().type() == ValueType.SCALAR;
        boolean anyScalar =
                binary.left().type() == ValueType.SCALAR || binary.right().type() == ValueType.SCALAR;
        Span between =
                new Span(binary.left().span().end() + 1, binary.right().span().start());
        if (binary.bool() && !operator.isComparison()) {
            complain(between, "bool modifier can only be used on comparison operators", null);
        } else if (operator.isComparison() && !binary.bool() && scalars) {
            complain(
                    between,
                    "comparisons between scalars must use BOOL modifier",
                    "write " + operator.sign() + " bool");
        } else if (operator.isSet() && anyScalar) {
            complain(
                    binary.span(),
                    "set operator \"" + operator.sign() + "\" not allowed in binary scalar expression",
                    "turn the scalar into a vector: vector(...)");
        }
    }

    private void operand(Expr side) {
        if (side.type() != ValueType.SCALAR && side.type() != ValueType.VECTOR) {
            complain(side.span(), "binary expression must contain only scalar and instant vector types", null);
        }
    }

    private void unary(Expr.Unary unary) {
        visit(unary.expr());
        ValueType type = unary.expr().type();
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            complain(
                    unary.span(),
                    "unary expression only allowed on expressions of type scalar or instant vector, got \""
                            + type.words() + "\"",
                    null);
        }
    }

    private void complain(Span span, String message, @Nullable String hint) {
        complaints.add(new Complaint(span, message, hint));
    }
}
