package dev.slipway.actions.expression;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recursive descent over the tokens; refuses names that the scope does not hold, with the runner's messages. */
final class Parser {

    static final int LONGEST = 21_000;
    private static final int DEEPEST = 50;
    private static final int DEEPEST_NESTING = 200;
    private static final int MOST_JOBS = 255;
    private static final Map<String, Comparison> EQUALITIES =
            Map.of("==", Comparison.EQUAL, "!=", Comparison.NOT_EQUAL);
    private static final Map<String, Comparison> ORDERINGS = Map.of(
            "<", Comparison.LESS,
            "<=", Comparison.LESS_OR_EQUAL,
            ">", Comparison.GREATER,
            ">=", Comparison.GREATER_OR_EQUAL);

    private final String text;
    private final Scope scope;
    private final Lexer lexer;
    private Token token;
    private Token previous;
    private int nesting;

    private Parser(String text, Scope scope) {
        this.text = text;
        this.scope = scope;
        this.lexer = new Lexer(text);
        this.token = lexer.next();
        this.previous = token;
    }

    static Node parse(String text, Scope scope) {
        if (text.length() > LONGEST) {
            throw tooLong();
        }
        Parser parser = new Parser(text, scope);
        if (parser.token.kind() == Token.Kind.END) {
            return new Node.Literal(Value.Null.NULL);
        }
        Node root = parser.or();
        if (parser.token.kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        if (root.depth() > DEEPEST) {
            throw tooDeep();
        }
        return root;
    }

    private Node or() {
        List<Node> operands = new ArrayList<>();
        operands.add(and());
        while (accept("||")) {
            operands.add(and());
        }
        return operands.size() == 1 ? operands.getFirst() : new Node.Or(List.copyOf(operands));
    }

    private Node and() {
        List<Node> operands = new ArrayList<>();
        operands.add(equality());
        while (accept("&&")) {
            operands.add(equality());
        }
        return operands.size() == 1 ? operands.getFirst() : new Node.And(List.copyOf(operands));
    }

    private Node equality() {
        Node left = ordering();
        for (Comparison next = comparison(EQUALITIES); next != null; next = comparison(EQUALITIES)) {
            left = new Node.Compare(next, left, ordering());
        }
        return left;
    }

    private Node ordering() {
        Node left = unary();
        for (Comparison next = comparison(ORDERINGS); next != null; next = comparison(ORDERINGS)) {
            left = new Node.Compare(next, left, unary());
        }
        return left;
    }

    private @Nullable Comparison comparison(Map<String, Comparison> symbols) {
        Comparison found = token.kind() == Token.Kind.OPERATOR ? symbols.get(token.text()) : null;
        if (found != null) {
            advance();
        }
        return found;
    }

    private Node unary() {
        enter();
        Node node = accept("!") ? new Node.Not(unary()) : postfix();
        nesting--;
        return node;
    }

    private Node postfix() {
        boolean literal = token.kind() != Token.Kind.NAME && !token.is("(");
        Node node = primary();
        int links = 0;
        while (!literal && (token.is(".") || token.is("["))) {
            node = accept(".") ? property(node) : index(node);
            if (++links > DEEPEST) {
                throw tooDeep();
            }
        }
        return node;
    }

    private Node property(Node target) {
        if (accept("*")) {
            return new Node.Wildcard(target);
        }
        Token name = expect(Token.Kind.NAME);
        return new Node.Index(target, new Node.Literal(Value.of(name.text())));
    }

    private Node index(Node target) {
        advance();
        if (accept("*")) {
            expect("]");
            return new Node.Wildcard(target);
        }
        Node key = or();
        expect("]");
        return new Node.Index(target, key);
    }

    private Node primary() {
        Token start = token;
        if (accept("(")) {
            Node inner = or();
            expect(")");
            return inner;
        }
        return switch (start.kind()) {
            case NUMBER -> literal(Value.of(number(start.text())));
            case STRING -> literal(Value.of(start.text()));
            case TRUE -> literal(Value.of(true));
            case FALSE -> literal(Value.of(false));
            case NULL -> literal(Value.Null.NULL);
            case NAME -> named(start);
            case PUNCTUATION, OPERATOR, END -> throw unexpected();
        };
    }

    private static double number(String word) {
        return word.equals("NaN") ? Double.NaN : Numbers.parse(word);
    }

    private Node literal(Value value) {
        advance();
        return new Node.Literal(value);
    }

    private Node named(Token name) {
        advance();
        return token.is("(") ? call(name) : context(name);
    }

    private Node context(Token name) {
        String lower = name.text().toLowerCase(Locale.ROOT);
        if (!scope.contexts().contains(lower)) {
            String hint = Scope.EVERYTHING.contexts().contains(lower)
                    ? "here you can use: "
                            + String.join(
                                    ", ", scope.contexts().stream().sorted().toList())
                    : Suggestion.hint(name.text(), scope.contexts());
            throw at("Unrecognized named-value", name, hint);
        }
        return new Node.ContextName(lower);
    }

    private Node call(Token name) {
        Optional<Function> known = Function.named(name.text());
        if (known.isEmpty() || !allowed(known.get())) {
            throw at("Unrecognized function", name, functionHint(name, known));
        }
        Function function = known.get();
        List<Node> arguments = arguments();
        if (arguments.size() < function.fewest()) {
            throw at("Too few parameters supplied", name, null);
        } else if (arguments.size() > most(function)) {
            throw at("Too many parameters supplied", name, null);
        } else if (function == Function.CASE && arguments.size() % 2 == 0) {
            throw at("Even number of parameters supplied, requires an odd number of parameters", name, null);
        }
        return new Node.Call(function, arguments);
    }

    private static String functionHint(Token name, Optional<Function> known) {
        return known.map(function -> "'" + function.word() + "' cannot be used at this place")
                .orElseGet(() -> Suggestion.hint(name.text(), Function.words()));
    }

    private boolean allowed(Function function) {
        return function.isStatus()
                ? scope.statusFunctions() != Scope.StatusFunctions.NONE
                : function != Function.HASH_FILES || scope.hashFiles();
    }

    private int most(Function function) {
        return function.takesJobs() && scope.statusFunctions() == Scope.StatusFunctions.OF_JOBS
                ? MOST_JOBS
                : function.most();
    }

    private List<Node> arguments() {
        expect("(");
        List<Node> arguments = new ArrayList<>();
        if (!token.is(")")) {
            arguments.add(or());
            while (accept(",")) {
                arguments.add(or());
            }
        }
        expect(")");
        return List.copyOf(arguments);
    }

    private void enter() {
        if (++nesting > DEEPEST_NESTING) {
            throw tooDeep();
        }
    }

    private void advance() {
        previous = token;
        token = lexer.next();
    }

    private boolean accept(String symbol) {
        boolean found = token.is(symbol);
        if (found) {
            advance();
        }
        return found;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected();
        }
    }

    private Token expect(Token.Kind kind) {
        Token found = token;
        if (found.kind() != kind) {
            throw unexpected();
        }
        advance();
        return found;
    }

    private Problem unexpected() {
        return token.kind() == Token.Kind.END
                ? at("Unexpected end of expression", previous, "something is missing behind it")
                : at("Unexpected symbol", token, null);
    }

    private Problem at(String what, Token where, @Nullable String hint) {
        return ExpressionError.PARSING.problem(
                "%s: '%s'. Located at position %d within expression: %s"
                        .formatted(what, where.raw(), where.offset() + 1, text),
                hint);
    }

    static Problem tooLong() {
        return ExpressionError.PARSING.problem(
                "Exceeded max expression length " + LONGEST,
                "pass long texts through 'env', or split the expression into several steps");
    }

    private static Problem tooDeep() {
        return ExpressionError.PARSING.problem(
                "Exceeded max expression depth " + DEEPEST, "compute a part of it in an earlier step");
    }
}
