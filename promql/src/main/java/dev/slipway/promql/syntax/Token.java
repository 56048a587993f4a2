package dev.slipway.promql.syntax;

import java.util.Locale;

/** A word of the language with its place. */
record Token(Kind kind, String text, Span span) {

    /** What a token is; words that may be keywords are IDENTIFIERs, since most may also be names. */
    enum Kind {
        END("end of input"),
        IDENTIFIER("identifier"),
        METRIC_IDENTIFIER("metric identifier"),
        NUMBER("number"),
        DURATION("duration"),
        STRING("string"),
        LEFT_PAREN("("),
        RIGHT_PAREN(")"),
        LEFT_BRACE("{"),
        RIGHT_BRACE("}"),
        LEFT_BRACKET("["),
        RIGHT_BRACKET("]"),
        COMMA(","),
        COLON(":"),
        ASSIGN("="),
        REGEX("=~"),
        NOT_REGEX("!~"),
        AT("@"),
        OPERATOR("operator");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** True for the operator of that sign. */
    boolean isOperator(String sign) {
        return kind == Kind.OPERATOR && text.equals(sign);
    }

    /** True for the keyword, whatever its case. */
    boolean isWord(String word) {
        return kind == Kind.IDENTIFIER && text.equalsIgnoreCase(word);
    }

    /** The text of a word as keywords are written. */
    String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** For messages: {@code identifier "foo"}, {@code ")"}. */
    String describe() {
        return switch (kind) {
            case END -> kind.words;
            case IDENTIFIER, METRIC_IDENTIFIER, NUMBER, DURATION -> kind.words + " \"" + text + "\"";
            case STRING -> kind.words + " " + text;
            case OPERATOR -> "<op:" + text + ">";
            case LEFT_PAREN,
                    RIGHT_PAREN,
                    LEFT_BRACE,
                    RIGHT_BRACE,
                    LEFT_BRACKET,
                    RIGHT_BRACKET,
                    COMMA,
                    COLON,
                    ASSIGN,
                    REGEX,
                    NOT_REGEX,
                    AT -> "\"" + kind.words + "\"";
        };
    }
}
