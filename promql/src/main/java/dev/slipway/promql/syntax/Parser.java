package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.Matching.Cardinality;
import dev.slipway.promql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses by precedence climbing (V. Pratt, Top down operator precedence, 1973) what Prometheus' grammar
 * (promql/parser/generated_parser.y) describes for yacc. Types are checked afterwards, by {@link TypeCheck}.
 */
final class Parser {

    /** Deeper nesting is refused before it can exhaust the stack, here or in the evaluation. */
    private static final int DEEPEST = 300;

    /** A chain of operators nests to the left. */
    private static final int MOST_OPERATORS = 1000;

    private final Tokens tokens;
    private final SelectorParser selectors;
    private final ModifierParser modifiers;
    private int depth;
    private int operators;

    private Parser(String text) {
        this.tokens = new Tokens(text);
        this.selectors = new SelectorParser(tokens);
        this.modifiers = new ModifierParser(tokens);
    }

    /** @throws SyntaxException at the first mistake */
    static Expr parse(String text) {
        Parser parser = new Parser(text);
        if (parser.tokens.peek().is(Kind.END)) {
            throw new SyntaxException(new Span(0, 0), "no expression found in input", "write for example up == 0");
        }
        Expr expr = parser.expression(0);
        if (!parser.tokens.peek().is(Kind.END)) {
            throw parser.tokens.unexpected(null, null);
        }
        return expr;
    }

    private Expr expression(int least) {
        if (++depth > DEEPEST) {
            throw new SyntaxException(tokens.peek().span(), "the expression is nested too deeply");
        }
        Expr left = unary();
        Optional<BinaryOperator> operator = operator(least);
        while (operator.isPresent()) {
            left = binary(left, operator.get());
            operator = operator(least);
        }
        depth--;
        return left;
    }

    private Optional<BinaryOperator> operator(int least) {
        Token token = tokens.peek();
        if (token.isOperator("</") || token.isOperator(">/")) {
            throw new SyntaxException(
                    token.span(),
                    "the operator " + token.text() + " is not supported",
                    "it trims native histograms, which are not stored");
        }
        return BinaryOperator.of(token).filter(operator -> operator.precedence() >= least);
    }

    private Expr binary(Expr left, BinaryOperator operator) {
        Token sign = tokens.next();
        if (++operators > MOST_OPERATORS) {
            throw new SyntaxException(
                    sign.span(),
                    "the expression has more than " + MOST_OPERATORS + " operators",
                    "record parts of it with recording rules");
        }
        boolean bool = tokens.takeWord("bool");
        Matching matching = matching(operator);
        Expr right = expression(operator.rightPrecedence());
        boolean vectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
        Span span = left.span().to(right.span());
        if (!vectors && !matching.labels().isEmpty()) {
            throw new SyntaxException(span, "vector matching only allowed between instant vectors");
        }
        return new Expr.Binary(span, operator, left, right, bool, vectors ? matching : null);
    }

    private Matching matching(BinaryOperator operator) {
        Cardinality plain = operator.isSet() ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
        boolean on = tokens.peek().isWord("on");
        if (!on && !tokens.peek().isWord("ignoring")) {
            refuseFill();
            return Matching.ONE_TO_ONE.with(plain);
        }
        tokens.next();
        List<String> labels = selectors.grouping();
        Token group = tokens.peek();
        Matching matching = new Matching(plain, on, labels, List.of());
        if (group.isWord("group_left") || group.isWord("group_right")) {
            matching = grouped(matching, tokens.next());
        }
        refuseFill();
        return matching;
    }

    private Matching grouped(Matching matching, Token group) {
        List<String> include = tokens.peek().is(Kind.LEFT_PAREN) ? selectors.grouping() : List.of();
        Cardinality cardinality = group.isWord("group_left") ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
        if (matching.cardinality() == Cardinality.MANY_TO_MANY) {
            throw new SyntaxException(group.span(), "no grouping allowed for set operations");
        }
        for (String label : include) {
            if (matching.on() && matching.labels().contains(label)) {
                throw new SyntaxException(
                        group.span(), "label \"" + label + "\" must not occur in ON and GROUP clause at once");
            }
        }
        return new Matching(cardinality, matching.on(), matching.labels(), include);
    }

    private void refuseFill() {
        Token token = tokens.peek();
        boolean fill = token.isWord("fill") || token.isWord("fill_left") || token.isWord("fill_right");
        if (fill && tokens.peekSecond().is(Kind.LEFT_PAREN)) {
            throw new SyntaxException(
                    token.span(),
                    "binop fill modifiers are experimental and not enabled",
                    "write (a or b * 0) to fill what is missing");
        }
    }

    private Expr unary() {
        Token sign = tokens.peek();
        if (!sign.isOperator("-") && !sign.isOperator("+")) {
            return modifiers.postfix(primary());
        }
        tokens.next();
        boolean negative = sign.isOperator("-");
        Expr operand = expression(BinaryOperator.UNARY_PRECEDENCE + 1);
        Span span = sign.span().to(operand.span());
        return operand instanceof Expr.NumberLiteral number
                ? new Expr.NumberLiteral(span, negative ? -number.value() : number.value(), number.duration())
                : new Expr.Unary(span, negative, operand);
    }

    private Expr primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER, DURATION -> {
                tokens.next();
                yield new Expr.NumberLiteral(token.span(), Numbers.value(token), token.is(Kind.DURATION));
            }
            case STRING -> {
                tokens.next();
                yield new Expr.StringLiteral(token.span(), StringLiterals.value(token));
            }
            case LEFT_PAREN -> parenthesized();
            case LEFT_BRACE -> selectors.selector();
            case IDENTIFIER, METRIC_IDENTIFIER -> named(token);
            case END,
                    RIGHT_PAREN,
                    RIGHT_BRACE,
                    LEFT_BRACKET,
                    RIGHT_BRACKET,
                    COMMA,
                    COLON,
                    ASSIGN,
                    REGEX,
                    NOT_REGEX,
                    AT,
                    OPERATOR -> throw tokens.unexpected(null, null);
        };
    }

    private Expr parenthesized() {
        Token open = tokens.next();
        Expr inner = expression(0);
        Token close = tokens.expect(Kind.RIGHT_PAREN, null, "\")\"");
        return new Expr.Paren(open.span().to(close.span()), inner);
    }

    private Expr named(Token token) {
        Token second = tokens.peekSecond();
        boolean call = second.is(Kind.LEFT_PAREN);
        Optional<Aggregator> aggregator = token.is(Kind.IDENTIFIER) ? Aggregator.of(token.text()) : Optional.empty();
        if (aggregator.isPresent() && (call || second.isWord("by") || second.isWord("without"))) {
            return aggregation(aggregator.get());
        } else if (token.is(Kind.IDENTIFIER) && call) {
            return call();
        } else if (tokens.atMetricName()) {
            return selectors.selector();
        }
        throw tokens.unexpected(null, null);
    }

    private Expr call() {
        Token name = tokens.next();
        String reason = Functions.refused().get(name.text());
        if (reason != null) {
            throw new SyntaxException(name.span(), "function \"" + name.text() + "\" is not enabled", reason);
        }
        Function function = Functions.find(name.text()).orElseThrow(() -> unknown(name));
        Arguments arguments = arguments();
        return new Expr.Call(name.span().to(arguments.close()), function, arguments.values());
    }

    private static SyntaxException unknown(Token name) {
        List<String> names = Functions.all().stream().map(Function::name).toList();
        String hint = dev.slipway.kernel.Suggestion.nearest(name.text(), names)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("docs/promql.md lists the functions");
        return new SyntaxException(name.span(), "unknown function with name \"" + name.text() + "\"", hint);
    }

    private Arguments arguments() {
        tokens.expect(Kind.LEFT_PAREN, null, "\"(\"");
        List<Expr> values = new ArrayList<>();
        while (!tokens.peek().is(Kind.RIGHT_PAREN)) {
            values.add(expression(0));
            Token comma = tokens.peek();
            if (!tokens.take(Kind.COMMA)) {
                break;
            } else if (tokens.peek().is(Kind.RIGHT_PAREN)) {
                throw new SyntaxException(comma.span(), "trailing commas not allowed in function call args");
            }
        }
        Token close = tokens.expect(Kind.RIGHT_PAREN, "function call", "\",\" or \")\"");
        return new Arguments(values, close.span());
    }

    private Expr aggregation(Aggregator aggregator) {
        Token name = tokens.next();
        Grouping grouping = grouping();
        Arguments arguments = arguments();
        Span end = arguments.close();
        if (grouping == null) {
            grouping = grouping();
            end = grouping == null ? end : grouping.close();
        }
        boolean without = grouping != null && grouping.without();
        List<String> labels = grouping == null ? List.of() : grouping.labels();
        Span span = name.span().to(end);
        int wanted = aggregator.parameter().isPresent() ? 2 : 1;
        List<Expr> values = arguments.values();
        if (values.size() != wanted) {
            throw new SyntaxException(
                    span,
                    values.isEmpty()
                            ? "no arguments for aggregate expression provided"
                            : "wrong number of arguments for aggregate expression provided, expected " + wanted
                                    + ", got " + values.size());
        }
        Expr parameter = wanted == 2 ? values.getFirst() : null;
        return new Expr.Aggregation(span, aggregator, values.getLast(), parameter, labels, without);
    }

    private @Nullable Grouping grouping() {
        Token word = tokens.peek();
        if (!word.isWord("by") && !word.isWord("without")) {
            return null;
        }
        tokens.next();
        List<String> labels = selectors.grouping();
        return new Grouping(word.isWord("without"), labels, selectors.lastClosing());
    }

    private record Arguments(List<Expr> values, Span close) {}

    private record Grouping(boolean without, List<String> labels, Span close) {}
}
