package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.Token.Kind;

/** What may follow an expression: a range, a subquery, {@code offset} and {@code @}. */
final class ModifierParser {

    private static final String EXPERIMENTAL = "it is experimental in Prometheus, its meaning may still change";

    private final Tokens tokens;

    ModifierParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Expr postfix(Expr expr) {
        Expr result = expr;
        while (true) {
            Token token = tokens.peek();
            if (token.is(Kind.LEFT_BRACKET)) {
                result = range(result);
            } else if (token.is(Kind.AT)) {
                result = at(result);
            } else if (token.isWord("offset")) {
                result = offset(result);
            } else if (token.isWord("anchored") || token.isWord("smoothed")) {
                throw new SyntaxException(
                        token.span(), token.lower() + " modifier is experimental and not enabled", EXPERIMENTAL);
            } else {
                return result;
            }
        }
    }

    private Expr range(Expr expr) {
        Span open = tokens.next().span();
        long range = positive("subquery or range selector");
        if (tokens.take(Kind.COLON)) {
            long step = tokens.peek().is(Kind.RIGHT_BRACKET) ? 0 : positive("subquery selector");
            Token close = tokens.expect(Kind.RIGHT_BRACKET, "subquery selector", "\"]\"");
            return new Expr.Subquery(expr.span().to(close.span()), expr, range, step, Timing.NONE);
        }
        Token close = tokens.expect(Kind.RIGHT_BRACKET, "subquery or range", "\":\" or \"]\"");
        if (!(expr instanceof Expr.VectorSelector selector)) {
            throw new SyntaxException(
                    open.to(close.span()),
                    "ranges only allowed for vector selectors",
                    "over any other expression write a subquery: [5m:1m]");
        }
        refuseTiming(selector, open.to(close.span()));
        return new Expr.MatrixSelector(expr.span().to(close.span()), selector, range);
    }

    private static void refuseTiming(Expr.VectorSelector selector, Span span) {
        if (selector.timing().offsetMillis() != 0) {
            throw new SyntaxException(
                    span, "no offset modifiers allowed before range", "write the offset after the range");
        } else if (selector.timing().at() != null) {
            throw new SyntaxException(span, "no @ modifiers allowed before range", "write the @ after the range");
        }
    }

    private long positive(String context) {
        Token token = tokens.peek();
        boolean sign = token.is(Kind.OPERATOR) || token.is(Kind.LEFT_PAREN) || token.is(Kind.IDENTIFIER);
        if (sign) {
            throw experimental(token);
        } else if (!token.is(Kind.NUMBER) && !token.is(Kind.DURATION)) {
            throw tokens.unexpected(context, "number or duration");
        }
        tokens.next();
        double seconds = Numbers.value(token);
        if (seconds <= 0) {
            throw new SyntaxException(token.span(), "duration must be greater than 0");
        }
        long millis = Numbers.millis(seconds, token.span());
        if (tokens.peek().is(Kind.OPERATOR)) {
            throw experimental(tokens.peek());
        }
        return millis;
    }

    private static SyntaxException experimental(Token token) {
        return new SyntaxException(
                token.span(),
                "experimental duration expression is not enabled",
                "write the length of time itself, such as 1h30m");
    }

    private Expr offset(Expr expr) {
        tokens.next();
        Token sign = tokens.peek();
        boolean negative = sign.isOperator("-");
        if (negative || sign.isOperator("+")) {
            tokens.next();
        }
        Token token = tokens.peek();
        if (token.is(Kind.LEFT_PAREN) || token.is(Kind.IDENTIFIER)) {
            throw experimental(token);
        } else if (!token.is(Kind.NUMBER) && !token.is(Kind.DURATION)) {
            throw tokens.unexpected("offset", "number or duration");
        }
        tokens.next();
        long millis = Numbers.millis(Numbers.value(token), token.span());
        Timing timing = timing(expr, "offset modifier");
        if (timing.offsetMillis() != 0) {
            throw new SyntaxException(expr.span(), "offset may not be set multiple times");
        }
        return timed(expr, timing.offset(negative ? -millis : millis), token.span());
    }

    private Expr at(Expr expr) {
        tokens.next();
        Timing timing = timing(expr, "@ modifier");
        if (timing.at() != null) {
            throw new SyntaxException(expr.span(), "@ <timestamp> may not be set multiple times");
        }
        Token token = tokens.peek();
        if (token.isWord("start") || token.isWord("end")) {
            tokens.next();
            tokens.expect(Kind.LEFT_PAREN, "@", "timestamp");
            Token close = tokens.expect(Kind.RIGHT_PAREN, "@", "timestamp");
            return timed(expr, timing.at(token.isWord("start") ? new Timing.Start() : new Timing.End()), close.span());
        }
        return moment(expr, timing);
    }

    private Expr moment(Expr expr, Timing timing) {
        Token sign = tokens.peek();
        boolean negative = sign.isOperator("-");
        if (negative || sign.isOperator("+")) {
            tokens.next();
        }
        Token token = tokens.peek();
        if (!token.is(Kind.NUMBER) && !token.is(Kind.DURATION)) {
            throw tokens.unexpected("@", "timestamp");
        }
        tokens.next();
        double seconds = negative ? -Numbers.value(token) : Numbers.value(token);
        if (Double.isNaN(seconds) || Math.abs(seconds) >= (double) Long.MAX_VALUE) {
            throw new SyntaxException(expr.span(), "timestamp out of bounds for @ modifier: " + seconds);
        }
        return timed(expr, timing.at(new Timing.Moment(Math.round(seconds * 1000))), token.span());
    }

    private static Timing timing(Expr expr, String modifier) {
        return switch (expr) {
            case Expr.VectorSelector selector -> selector.timing();
            case Expr.MatrixSelector matrix -> matrix.selector().timing();
            case Expr.Subquery subquery -> subquery.timing();
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Call _,
                    Expr.Aggregation _,
                    Expr.Binary _,
                    Expr.Unary _,
                    Expr.Paren _ ->
                throw new SyntaxException(
                        expr.span(),
                        modifier + " must be preceded by an instant vector selector or range vector selector or a"
                                + " subquery",
                        "write it directly after the selector");
        };
    }

    private static Expr timed(Expr expr, Timing timing, Span end) {
        Span span = expr.span().to(end);
        return switch (expr) {
            case Expr.VectorSelector selector ->
                new Expr.VectorSelector(span, selector.name(), selector.matchers(), timing);
            case Expr.MatrixSelector matrix -> {
                Expr.VectorSelector inner = matrix.selector();
                Expr.VectorSelector moved =
                        new Expr.VectorSelector(inner.span(), inner.name(), inner.matchers(), timing);
                yield new Expr.MatrixSelector(span, moved, matrix.rangeMillis());
            }
            case Expr.Subquery subquery ->
                new Expr.Subquery(span, subquery.expr(), subquery.rangeMillis(), subquery.stepMillis(), timing);
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Call _,
                    Expr.Aggregation _,
                    Expr.Binary _,
                    Expr.Unary _,
                    Expr.Paren _ -> throw new IllegalStateException("no timing on " + expr);
        };
    }
}
