package dev.slipway.promql.engine;

import dev.slipway.promql.syntax.BinaryOperator;
import dev.slipway.promql.syntax.Expr;
import java.util.ArrayList;
import java.util.List;

/** Binary operators on numbers. */
final class Arithmetic {

    private Arithmetic() {}

    /** The result of arithmetic; not for comparisons and sets. */
    static double compute(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MODULO -> left % right;
            case POWER -> power(left, right);
            case ATAN2 -> Math.atan2(left, right);
            case OR, AND, UNLESS, EQUAL, NOT_EQUAL, GREATER_OR_EQUAL, GREATER, LESS_OR_EQUAL, LESS ->
                throw new IllegalArgumentException(operator + " is no arithmetic");
        };
    }

    /** Go's Pow: 1 to any power is 1, and so is -1 to an infinite one. */
    private static double power(double base, double exponent) {
        boolean one = base == 1 || (base == -1 && Double.isInfinite(exponent));
        return one ? 1 : Math.pow(base, exponent);
    }

    static boolean holds(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case GREATER_OR_EQUAL -> left >= right;
            case GREATER -> left > right;
            case LESS_OR_EQUAL -> left <= right;
            case LESS -> left < right;
            case OR, AND, UNLESS, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER, ATAN2 ->
                throw new IllegalArgumentException(operator + " is no comparison");
        };
    }

    /**
     * The value of a pair of a vector's sample and another number.
     *
     * @param kept what a comparison keeps when it holds
     * @return absent when a comparison does not hold
     */
    static double value(Expr.Binary binary, double left, double right, double kept) {
        if (!binary.operator().isComparison()) {
            return compute(binary.operator(), left, right);
        }
        boolean holds = holds(binary.operator(), left, right);
        return binary.bool() ? (holds ? 1 : 0) : holds ? kept : Absent.VALUE;
    }

    static double[] ofScalars(Expr.Binary binary, double[] left, double[] right) {
        double[] values = new double[left.length];
        for (int step = 0; step < values.length; step++) {
            values[step] = value(binary, left[step], right[step], left[step]);
        }
        return values;
    }

    /** @param vectorLeft true when the vector is the left operand */
    static List<Line> withScalar(Expr.Binary binary, List<Line> lines, double[] numbers, boolean vectorLeft) {
        boolean dropName = binary.operator().isArithmetic() || binary.bool();
        List<Line> results = new ArrayList<>(lines.size());
        for (Line line : lines) {
            double[] values = Absent.array(numbers.length);
            for (int step = 0; step < values.length; step++) {
                if (line.has(step)) {
                    double value = line.values()[step];
                    values[step] = vectorLeft
                            ? value(binary, value, numbers[step], value)
                            : value(binary, numbers[step], value, value);
                }
            }
            Line result = new Line(line.labels(), dropName || line.dropName(), values);
            if (!result.isEmpty()) {
                results.add(result);
            }
        }
        return results;
    }
}
