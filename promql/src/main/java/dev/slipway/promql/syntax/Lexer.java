package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts an expression into tokens, with the rules of Prometheus' promql/parser/lex.go: inside braces there are only
 * names and matchers, inside brackets a colon is a sign and not part of a name.
 */
final class Lexer {

    private static final Pattern NUMBER = Pattern.compile(
            "0[xX](?:_?[0-9a-fA-F])+|(?:\\d(?:_?\\d)*(?:\\.(?:\\d(?:_?\\d)*)?)?|\\.\\d(?:_?\\d)*)(?:[eE][+-]?\\d(?:_?\\d)*)?");
    private static final Pattern DURATION = Pattern.compile("\\d+[smhdwy]s?(?:\\d+[smhdw]s?)*");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int parentheses;
    private boolean braces;
    private boolean brackets;

    private Lexer(String text) {
        this.text = text;
    }

    /** All tokens, ending with END. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.skipBlank()) {
            lexer.next();
        }
        lexer.end();
        return List.copyOf(lexer.tokens);
    }

    private boolean skipBlank() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void end() {
        if (braces) {
            throw error("unexpected end of input inside braces");
        } else if (parentheses != 0) {
            throw error("unclosed left parenthesis");
        } else if (brackets) {
            throw error("unclosed left bracket");
        }
        add(Kind.END, at);
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '"' || c == '\'' || c == '`') {
            add(Kind.STRING, StringLiterals.end(text, at));
        } else if (braces) {
            insideBraces(c);
        } else if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            numberOrDuration();
        } else if (isLetter(c) || (c == ':' && !brackets)) {
            word();
        } else {
            sign(c);
        }
    }

    private void insideBraces(char c) {
        switch (c) {
            case ',' -> add(Kind.COMMA, at + 1);
            case '=' -> add(follows('~') ? Kind.REGEX : Kind.ASSIGN, follows('~') ? at + 2 : at + 1);
            case '!' -> notInsideBraces();
            case '}' -> {
                add(Kind.RIGHT_BRACE, at + 1);
                braces = false;
            }
            default -> {
                if (!isLetter(c)) {
                    throw error("unexpected character inside braces: " + quoted(at));
                }
                add(Kind.IDENTIFIER, endOf(NAME));
            }
        }
    }

    private void notInsideBraces() {
        if (follows('~')) {
            add(Kind.NOT_REGEX, at + 2);
        } else if (follows('=')) {
            add(Kind.OPERATOR, at + 2);
        } else {
            throw error("unexpected character after '!' inside braces: " + quoted(at + 1));
        }
    }

    private void word() {
        int end = endOf(brackets ? NAME : WORD);
        String word = text.substring(at, end);
        boolean number = word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("nan");
        boolean metric = word.indexOf(':') >= 0;
        add(number ? Kind.NUMBER : metric ? Kind.METRIC_IDENTIFIER : Kind.IDENTIFIER, end);
    }

    private void numberOrDuration() {
        int number = endOf(NUMBER);
        if (number > at && ends(number)) {
            add(Kind.NUMBER, number);
            return;
        }
        int duration = endOf(DURATION);
        if (duration > at && ends(duration)) {
            add(Kind.DURATION, duration);
            return;
        }
        throw new SyntaxException(
                new Span(at, Math.max(number, duration)),
                "bad number or duration syntax: \"" + text.substring(at, Math.max(number, duration)) + "\"",
                "a length of time is written like 1h30m, largest unit first");
    }

    /** True when a number may end here. */
    private boolean ends(int end) {
        return end >= text.length() || !(isLetter(text.charAt(end)) || isDigit(text.charAt(end)));
    }

    private int endOf(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        return matcher.lookingAt() ? matcher.end() : at;
    }

    private void sign(char c) {
        switch (c) {
            case ',' -> add(Kind.COMMA, at + 1);
            case '@' -> add(Kind.AT, at + 1);
            case ':' -> add(Kind.COLON, at + 1);
            case '*', '/', '%', '+', '-', '^' -> add(Kind.OPERATOR, at + 1);
            case '(', ')' -> parenthesis(c);
            case '{' -> {
                add(Kind.LEFT_BRACE, at + 1);
                braces = true;
            }
            case '[', ']' -> bracket(c);
            case '=', '!', '<', '>' -> comparison(c);
            default -> throw error("unexpected character: " + quoted(at));
        }
    }

    private void parenthesis(char c) {
        parentheses += c == '(' ? 1 : -1;
        if (parentheses < 0) {
            throw error("unexpected right parenthesis ')'");
        }
        add(c == '(' ? Kind.LEFT_PAREN : Kind.RIGHT_PAREN, at + 1);
    }

    private void bracket(char c) {
        if (brackets == (c == '[')) {
            throw error("unexpected " + (c == '[' ? "left" : "right") + " bracket '" + c + "'");
        }
        add(c == '[' ? Kind.LEFT_BRACKET : Kind.RIGHT_BRACKET, at + 1);
        brackets = c == '[';
    }

    private void comparison(char c) {
        if (follows('=')) {
            add(Kind.OPERATOR, at + 2);
        } else if (c == '!' || (c == '=' && follows('~'))) {
            throw error("unexpected character after '" + c + "': " + quoted(at + 1));
        } else if (c == '=') {
            add(Kind.ASSIGN, at + 1);
        } else {
            add(Kind.OPERATOR, follows('/') ? at + 2 : at + 1);
        }
    }

    private boolean follows(char c) {
        return at + 1 < text.length() && text.charAt(at + 1) == c;
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), new Span(at, end)));
        at = end;
    }

    private SyntaxException error(String message) {
        return new SyntaxException(new Span(at, text.length()), message);
    }

    private String quoted(int index) {
        return index < text.length() ? "'" + Character.toString(text.codePointAt(index)) + "'" : "end of input";
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
