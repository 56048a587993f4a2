package dev.slipway.actions.expression;

import dev.slipway.kernel.Problem;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cuts an expression into tokens one at a time, by the rules of the runner's LexicalAnalyzer (actions/runner, MIT). The
 * meaning of a word depends on the token before it: {@code .5} is a number after an operator and a property after a name.
 */
final class Lexer {

    private static final Pattern KEYWORD = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]*");
    private static final String PUNCTUATION = "()[],*";
    private static final String OPERATOR_STARTS = "!><=&|";
    private static final String BOUNDARIES = "()[],.!><=&|";
    private static final Set<String> PAIRS = Set.of("!=", ">=", "<=", "==", "&&", "||");

    private final String text;
    private int index;
    private boolean afterOperand;
    private boolean afterDot;

    Lexer(String text) {
        this.text = text;
    }

    Token next() {
        while (index < text.length() && Blanks.isBlank(text.charAt(index))) {
            index++;
        }
        Token token = index == text.length() ? new Token(Token.Kind.END, "", "", index) : read();
        afterDot = token.is(".");
        afterOperand = switch (token.kind()) {
            case NUMBER, STRING, TRUE, FALSE, NULL, NAME -> true;
            case PUNCTUATION -> token.is(")") || token.is("]") || token.is("*");
            case OPERATOR, END -> false;
        };
        return token;
    }

    private Token read() {
        char c = text.charAt(index);
        if (PUNCTUATION.indexOf(c) >= 0) {
            return token(Token.Kind.PUNCTUATION, index + 1);
        } else if (c == '\'') {
            return string();
        } else if (OPERATOR_STARTS.indexOf(c) >= 0) {
            return operator();
        } else if (c == '.' && afterOperand) {
            return token(Token.Kind.PUNCTUATION, index + 1);
        } else if (c == '.' || c == '-' || c == '+' || Character.digit(c, 10) >= 0) {
            return number();
        }
        return keyword();
    }

    private Token token(Token.Kind kind, int end) {
        String word = text.substring(index, end);
        Token token = new Token(kind, word, word, index);
        index = end;
        return token;
    }

    private Token string() {
        StringBuilder value = new StringBuilder();
        for (int i = index + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\'') {
                value.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                value.append('\'');
                i++;
            } else {
                Token token = new Token(Token.Kind.STRING, value.toString(), text.substring(index, i + 1), index);
                index = i + 1;
                return token;
            }
        }
        throw unexpected(text.length(), "close the string with a single quote");
    }

    private Token operator() {
        if (index + 2 <= text.length() && PAIRS.contains(text.substring(index, index + 2))) {
            return token(Token.Kind.OPERATOR, index + 2);
        }
        char c = text.charAt(index);
        if (c == '!' || c == '>' || c == '<') {
            return token(Token.Kind.OPERATOR, index + 1);
        }
        throw unexpected(wordEnd(index + 1, false), "the operators are ! < <= > >= == != && ||");
    }

    private Token number() {
        int end = wordEnd(index + 1, true);
        String word = text.substring(index, end);
        if (Double.isNaN(Numbers.parse(word))) {
            throw unexpected(end, "text needs single quotes");
        }
        return token(Token.Kind.NUMBER, end);
    }

    private Token keyword() {
        int end = wordEnd(index + 1, false);
        String word = text.substring(index, end);
        if (!KEYWORD.matcher(word).matches()) {
            throw unexpected(end, "text needs single quotes");
        } else if (afterDot) {
            return token(Token.Kind.NAME, end);
        }
        return switch (word) {
            case "true" -> token(Token.Kind.TRUE, end);
            case "false" -> token(Token.Kind.FALSE, end);
            case "null" -> token(Token.Kind.NULL, end);
            case "NaN", "Infinity" -> token(Token.Kind.NUMBER, end);
            default -> token(Token.Kind.NAME, end);
        };
    }

    private int wordEnd(int from, boolean dots) {
        int end = from;
        while (end < text.length() && (!isBoundary(text.charAt(end)) || (dots && text.charAt(end) == '.'))) {
            end++;
        }
        return end;
    }

    private static boolean isBoundary(char c) {
        return BOUNDARIES.indexOf(c) >= 0 || Blanks.isBlank(c);
    }

    private Problem unexpected(int end, String hint) {
        return ExpressionError.LEXING.problem(
                "Unexpected symbol: '%s'. Located at position %d within expression: %s"
                        .formatted(text.substring(index, end), index + 1, text),
                hint);
    }
}
