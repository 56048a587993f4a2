package dev.slipway.promql.syntax;

import java.util.Arrays;
import java.util.Optional;

/** The operators between two expressions, with how tightly they bind. */
public enum BinaryOperator {
    OR("or", 1, Family.SET),
    AND("and", 2, Family.SET),
    UNLESS("unless", 2, Family.SET),
    EQUAL("==", 3, Family.COMPARISON),
    NOT_EQUAL("!=", 3, Family.COMPARISON),
    GREATER_OR_EQUAL(">=", 3, Family.COMPARISON),
    GREATER(">", 3, Family.COMPARISON),
    LESS_OR_EQUAL("<=", 3, Family.COMPARISON),
    LESS("<", 3, Family.COMPARISON),
    ADD("+", 4, Family.ARITHMETIC),
    SUBTRACT("-", 4, Family.ARITHMETIC),
    MULTIPLY("*", 5, Family.ARITHMETIC),
    DIVIDE("/", 5, Family.ARITHMETIC),
    MODULO("%", 5, Family.ARITHMETIC),
    ATAN2("atan2", 5, Family.ARITHMETIC),
    POWER("^", 6, Family.ARITHMETIC);

    /** A sign in front binds as tightly as a multiplication. */
    static final int UNARY_PRECEDENCE = 5;

    private final String sign;
    private final int precedence;
    private final Family family;

    BinaryOperator(String sign, int precedence, Family family) {
        this.sign = sign;
        this.precedence = precedence;
        this.family = family;
    }

    static Optional<BinaryOperator> of(Token token) {
        boolean sign = token.is(Token.Kind.OPERATOR);
        return sign || token.is(Token.Kind.IDENTIFIER)
                ? Arrays.stream(values())
                        .filter(operator -> operator.sign.equals(token.lower()))
                        .findFirst()
                : Optional.empty();
    }

    public String sign() {
        return sign;
    }

    /** Operators with a higher one bind tighter. */
    int precedence() {
        return precedence;
    }

    /** Only the power is right-associative. */
    int rightPrecedence() {
        return this == POWER ? precedence : precedence + 1;
    }

    public boolean isComparison() {
        return family == Family.COMPARISON;
    }

    public boolean isSet() {
        return family == Family.SET;
    }

    /** True when the result is another quantity than the operand, so that the metric's name no longer fits. */
    public boolean isArithmetic() {
        return family == Family.ARITHMETIC;
    }

    private enum Family {
        SET,
        COMPARISON,
        ARITHMETIC
    }
}
