package dev.slipway.promql.syntax;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of the grammar that name series and labels. */
final class SelectorParser {

    private final Tokens tokens;
    private Span closing = new Span(0, 0);

    SelectorParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Where the last grouping ended. */
    Span lastClosing() {
        return closing;
    }

    /** A metric's name, matchers in braces, or both. */
    Expr.VectorSelector selector() {
        Token first = tokens.peek();
        String name = tokens.atMetricName() ? tokens.next().text() : "";
        List<Matcher> matchers = new ArrayList<>();
        Span end = first.span();
        if (tokens.peek().is(Kind.LEFT_BRACE)) {
            end = matchers(matchers);
        }
        if (!name.isEmpty()) {
            matchers.add(Matcher.equal(Labels.METRIC_NAME, name));
        }
        return new Expr.VectorSelector(first.span().to(end), name, matchers, Timing.NONE);
    }

    private Span matchers(List<Matcher> matchers) {
        tokens.next();
        while (!tokens.peek().is(Kind.RIGHT_BRACE)) {
            matchers.add(matcher());
            if (!tokens.take(Kind.COMMA) && !tokens.peek().is(Kind.RIGHT_BRACE)) {
                throw tokens.unexpected("label matching", "\",\" or \"}\"");
            }
        }
        return tokens.next().span();
    }

    private Matcher matcher() {
        Token name = tokens.peek();
        if (!name.is(Kind.IDENTIFIER) && !name.is(Kind.STRING)) {
            throw tokens.unexpected("label matching", "identifier or \"}\"");
        }
        tokens.next();
        String label = name.is(Kind.STRING) ? StringLiterals.value(name) : name.text();
        Optional<Matcher.Kind> kind = kind(tokens.peek());
        if (kind.isEmpty() && name.is(Kind.STRING)) {
            return Matcher.equal(Labels.METRIC_NAME, label);
        } else if (kind.isEmpty()) {
            throw tokens.unexpected("label matching", "label matching operator");
        }
        tokens.next();
        Token value = tokens.expect(Kind.STRING, "label matching", "string");
        return matcher(kind.get(), label, value, name.span().to(value.span()));
    }

    private static Matcher matcher(Matcher.Kind kind, String label, Token value, Span span) {
        try {
            return Matcher.of(kind, label, StringLiterals.value(value));
        } catch (Problem e) {
            throw new SyntaxException(span, e.message(), e.hint());
        }
    }

    private static Optional<Matcher.Kind> kind(Token token) {
        return switch (token.kind()) {
            case ASSIGN -> Optional.of(Matcher.Kind.EQ);
            case REGEX -> Optional.of(Matcher.Kind.RE);
            case NOT_REGEX -> Optional.of(Matcher.Kind.NRE);
            case OPERATOR -> token.isOperator("!=") ? Optional.of(Matcher.Kind.NEQ) : Optional.empty();
            case END,
                    IDENTIFIER,
                    METRIC_IDENTIFIER,
                    NUMBER,
                    DURATION,
                    STRING,
                    LEFT_PAREN,
                    RIGHT_PAREN,
                    LEFT_BRACE,
                    RIGHT_BRACE,
                    LEFT_BRACKET,
                    RIGHT_BRACKET,
                    COMMA,
                    COLON,
                    AT -> Optional.empty();
        };
    }

    /** Label names in parentheses; words that are keywords elsewhere are names here. */
    List<String> grouping() {
        tokens.expect(Kind.LEFT_PAREN, "grouping opts", "\"(\"");
        List<String> labels = new ArrayList<>();
        while (!tokens.peek().is(Kind.RIGHT_PAREN)) {
            labels.add(groupingLabel());
            if (!tokens.take(Kind.COMMA) && !tokens.peek().is(Kind.RIGHT_PAREN)) {
                throw tokens.unexpected("grouping opts", "\",\" or \")\"");
            }
        }
        closing = tokens.next().span();
        return labels;
    }

    private String groupingLabel() {
        Token token = tokens.peek();
        boolean name = token.is(Kind.IDENTIFIER) || token.is(Kind.METRIC_IDENTIFIER) || token.is(Kind.STRING);
        if (!name) {
            throw tokens.unexpected("grouping opts", "label");
        }
        tokens.next();
        String label = token.is(Kind.STRING) ? StringLiterals.value(token) : token.text();
        if (!LabelNames.isValid(label)) {
            throw new SyntaxException(token.span(), "invalid label name for grouping: \"" + label + "\"");
        }
        return label;
    }
}
