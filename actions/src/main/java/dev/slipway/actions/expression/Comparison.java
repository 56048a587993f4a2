package dev.slipway.actions.expression;

/**
 * The six comparisons. Values of different kinds are compared as numbers; texts ignore case; collections are equal only to
 * themselves. After the runner's EvaluationResult (actions/runner, MIT).
 */
public enum Comparison {
    /** {@code ==}. */
    EQUAL,
    /** {@code !=}. */
    NOT_EQUAL,
    /** {@code <}. */
    LESS,
    /** {@code <=}. */
    LESS_OR_EQUAL,
    /** {@code >}. */
    GREATER,
    /** {@code >=}. */
    GREATER_OR_EQUAL;

    /** Whether the comparison holds. */
    public boolean holds(Value left, Value right) {
        return switch (this) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> !equal(left, right);
            case LESS -> less(left, right);
            case LESS_OR_EQUAL -> less(left, right) || equal(left, right);
            case GREATER -> less(right, left);
            case GREATER_OR_EQUAL -> less(right, left) || equal(left, right);
        };
    }

    static boolean equal(Value left, Value right) {
        if (left instanceof Value.Text a && right instanceof Value.Text b) {
            return CaseFolding.equal(a.value(), b.value());
        } else if (left.primitive() && right.primitive()) {
            return left.number() == right.number();
        }
        return same(left, right);
    }

    private static boolean less(Value left, Value right) {
        if (left instanceof Value.Text a && right instanceof Value.Text b) {
            return CaseFolding.compare(a.value(), b.value()) < 0;
        }
        return left.primitive() && right.primitive() && left.number() < right.number();
    }

    /** The language compares collections by identity. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Object left, Object right) {
        return left == right;
    }
}
