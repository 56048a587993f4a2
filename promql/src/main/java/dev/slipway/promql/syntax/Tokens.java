package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.Token.Kind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cursor over the tokens of an expression. */
final class Tokens {

    /** The words that are keywords wherever an expression may start. */
    private static final Set<String> NEVER_METRICS =
            Set.of("bool", "on", "ignoring", "group_left", "group_right", "atan2");

    /** More than these are no expression that a person wrote, and would nest too deeply to be evaluated. */
    private static final int MOST = 10_000;

    private final List<Token> tokens;
    private int at;

    Tokens(String text) {
        this.tokens = Lexer.tokens(text);
        if (tokens.size() > MOST) {
            throw new SyntaxException(
                    tokens.get(MOST).span(), "the expression is too long", "record parts of it with recording rules");
        }
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean take(Kind kind) {
        boolean found = peek().is(kind);
        if (found) {
            next();
        }
        return found;
    }

    boolean takeWord(String word) {
        boolean found = peek().isWord(word);
        if (found) {
            next();
        }
        return found;
    }

    Token expect(Kind kind, @Nullable String context, @Nullable String expected) {
        if (!peek().is(kind)) {
            throw unexpected(context, expected);
        }
        return next();
    }

    /** True when the next token may name a metric in front of a selector. */
    boolean atMetricName() {
        Token token = peek();
        return token.is(Kind.METRIC_IDENTIFIER)
                || (token.is(Kind.IDENTIFIER) && !NEVER_METRICS.contains(token.lower()));
    }

    SyntaxException unexpected(@Nullable String context, @Nullable String expected) {
        Token token = peek();
        String message = "unexpected " + token.describe()
                + (context == null ? "" : " in " + context)
                + (expected == null ? "" : ", expected " + expected);
        return new SyntaxException(token.span(), message);
    }
}
