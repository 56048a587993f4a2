package dev.slipway.promql.template;

/**
 * A word inside an action, or text outside.
 *
 * @param spaced true when a blank stands before it
 * @param offset in the template
 */
record Token(Kind kind, String text, boolean spaced, int offset) {

    /** What a token is. */
    enum Kind {
        TEXT,
        OPEN,
        CLOSE,
        WORD,
        FIELD,
        VARIABLE,
        STRING,
        NUMBER,
        SIGN,
        END
    }

    boolean is(Kind wanted, String wantedText) {
        return kind == wanted && text.equals(wantedText);
    }
}
