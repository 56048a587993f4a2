package dev.slipway.actions.expression;

/**
 * A word of an expression.
 *
 * @param text what it means: of a string, what stands between its quotes
 * @param raw as written
 * @param offset 0-based place in the expression, in UTF-16 units
 */
record Token(Kind kind, String text, String raw, int offset) {

    enum Kind {
        NUMBER,
        STRING,
        TRUE,
        FALSE,
        NULL,
        NAME,
        PUNCTUATION,
        OPERATOR,
        END
    }

    boolean is(String symbol) {
        return (kind == Kind.PUNCTUATION || kind == Kind.OPERATOR) && text.equals(symbol);
    }
}
