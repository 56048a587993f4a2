package dev.slipway.promql.template;

import dev.slipway.promql.template.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses a template; variables and functions must be known, so that a mistyped one is found before an alert fires. */
final class TemplateParser {

    private static final Set<String> BRANCH_ENDS = Set.of("end", "else");

    private final List<Token> tokens;
    private final Deque<String> variables = new ArrayDeque<>();
    private final Map<String, List<Node>> definitions = new HashMap<>();
    private final Set<String> included = new HashSet<>();
    private final PipelineParser pipelines;
    private final Words words;
    private int at;
    private int loops;

    /** Whose functions a template may call. */
    enum Words {
        /** Prometheus', in rules. */
        RULES,
        /** Alertmanager's too, in what receivers are told. */
        NOTICES
    }

    private TemplateParser(String text, Set<String> known, Words words) {
        this.words = words;
        this.tokens = Scanner.tokens(text);
        this.variables.push("");
        known.forEach(variables::push);
        this.pipelines = new PipelineParser(this);
    }

    static Parsed parse(String text, Set<String> known, Words words) {
        TemplateParser parser = new TemplateParser(text, known, words);
        List<Node> body = parser.nodes(Set.of());
        return new Parsed(body, Map.copyOf(parser.definitions), Set.copyOf(parser.included));
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        return tokens.get(at < tokens.size() - 1 ? at++ : at);
    }

    TemplateException unexpected(String context) {
        Token token = peek();
        String what = token.kind() == Kind.END ? "EOF" : "\"" + token.text() + "\"";
        return new TemplateException(token.offset(), "unexpected " + what + " in " + context);
    }

    boolean isFunction(String name) {
        return Functions.exists(name) || (words == Words.NOTICES && NoticeFunctions.exists(name));
    }

    void declare(String variable) {
        variables.push(variable);
    }

    void requireVariable(String variable, Token token) {
        if (!variables.contains(variable)) {
            throw new TemplateException(token.offset(), "undefined variable \"$" + variable + "\"");
        }
    }

    /** Until one of the words in an action of its own, which is left to the caller; or until the end of the text. */
    private List<Node> nodes(Set<String> until) {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = peek();
            boolean ends = token.kind() == Kind.OPEN
                    && peekSecond().kind() == Kind.WORD
                    && BRANCH_ENDS.contains(peekSecond().text());
            if (token.kind() == Kind.END || ends) {
                if (ends != !until.isEmpty()) {
                    next();
                    throw unexpected(until.isEmpty() ? "template" : "template clause, which is not closed");
                }
                return nodes;
            }
            next();
            if (token.kind() == Kind.TEXT) {
                nodes.add(new Node.Text(token.text()));
            } else {
                action(nodes);
            }
        }
    }

    private void action(List<Node> nodes) {
        Token word = peek();
        if (word.kind() != Kind.WORD) {
            nodes.add(statement());
            return;
        }
        switch (word.text()) {
            case "if" -> nodes.add(branch(false));
            case "with" -> nodes.add(branch(true));
            case "range" -> nodes.add(range());
            case "define" -> define();
            case "block" -> nodes.add(block());
            case "template" -> nodes.add(include());
            case "break", "continue" -> nodes.add(jump());
            default -> nodes.add(statement());
        }
    }

    private Node statement() {
        Token token = peek();
        boolean assigns = token.kind() == Kind.VARIABLE
                && (peekSecond().is(Kind.SIGN, ":=") || peekSecond().is(Kind.SIGN, "="));
        if (!assigns) {
            Node.Pipeline pipeline = pipelines.pipeline();
            close("command");
            return new Node.Output(pipeline);
        }
        String name = next().text().substring(1);
        boolean declares = next().text().equals(":=");
        if (!declares) {
            requireVariable(name, token);
        }
        Node.Pipeline pipeline = pipelines.pipeline();
        close("command");
        if (declares) {
            declare(name);
        }
        return new Node.Assign(name, declares, pipeline);
    }

    private void close(String context) {
        if (next().kind() != Kind.CLOSE) {
            at--;
            throw unexpected(context);
        }
    }

    private Node branch(boolean with) {
        next();
        int scope = variables.size();
        Node.Pipeline condition = pipelines.declaring();
        close(with ? "with" : "if");
        List<Node> then = nodes(BRANCH_ENDS);
        List<Node> otherwise = otherwise(with);
        leave(scope);
        return with ? new Node.With(condition, then, otherwise) : new Node.If(condition, then, otherwise);
    }

    /** What follows a branch: {@code end}, {@code else}, or {@code else if}. */
    private List<Node> otherwise(boolean with) {
        next();
        if (next().text().equals("end")) {
            close("end");
            return List.of();
        }
        if (peek().is(Kind.WORD, with ? "with" : "if")) {
            return List.of(branch(with));
        }
        close("else");
        List<Node> nodes = nodes(BRANCH_ENDS);
        end();
        return nodes;
    }

    private void end() {
        next();
        if (!next().text().equals("end")) {
            at--;
            throw unexpected("template clause");
        }
        close("end");
    }

    private void leave(int scope) {
        while (variables.size() > scope) {
            variables.pop();
        }
    }

    private Node range() {
        next();
        int scope = variables.size();
        String first = rangeVariable();
        String second = first != null && peek().is(Kind.SIGN, ",") ? secondRangeVariable() : null;
        if (first != null && !next().is(Kind.SIGN, ":=")) {
            at--;
            throw unexpected("range");
        }
        Node.Pipeline over = pipelines.pipeline();
        close("range");
        if (first != null) {
            declare(first);
        }
        if (second != null) {
            declare(second);
        }
        loops++;
        List<Node> body = nodes(BRANCH_ENDS);
        loops--;
        List<Node> otherwise = otherwise(false);
        leave(scope);
        return new Node.Range(second == null ? null : first, second == null ? first : second, over, body, otherwise);
    }

    private @Nullable String rangeVariable() {
        boolean declares = peek().kind() == Kind.VARIABLE
                && (peekSecond().is(Kind.SIGN, ":=") || peekSecond().is(Kind.SIGN, ","));
        return declares ? next().text().substring(1) : null;
    }

    private String secondRangeVariable() {
        next();
        if (peek().kind() != Kind.VARIABLE) {
            throw unexpected("range");
        }
        return next().text().substring(1);
    }

    private void define() {
        next();
        String name = name("define");
        close("define");
        definitions.put(name, ownScope());
    }

    private Node block() {
        next();
        String name = name("block");
        Node.Pipeline data = pipelines.pipeline();
        close("block");
        definitions.put(name, ownScope());
        return new Node.Include(name, data);
    }

    /** The body of a definition sees no variable of the text around it. */
    private List<Node> ownScope() {
        Deque<String> outside = new ArrayDeque<>(variables);
        variables.clear();
        variables.push("");
        List<Node> body = nodes(BRANCH_ENDS);
        end();
        variables.clear();
        variables.addAll(outside);
        return body;
    }

    private Node include() {
        next();
        String name = name("template");
        included.add(name);
        Node.Pipeline data = peek().kind() == Kind.CLOSE ? null : pipelines.pipeline();
        close("template");
        return new Node.Include(name, data);
    }

    private String name(String context) {
        if (peek().kind() != Kind.STRING) {
            throw unexpected(context + " clause");
        }
        return Literals.string(next());
    }

    private Node jump() {
        Token word = next();
        if (loops == 0) {
            throw new TemplateException(word.offset(), "{{" + word.text() + "}} outside {{range}}");
        }
        close(word.text());
        return word.text().equals("break") ? new Node.Break() : new Node.Continue();
    }

    /**
     * A parsed template.
     *
     * @param definitions by {@code define} and {@code block}
     * @param included names that {@code template} asks for
     */
    record Parsed(List<Node> body, Map<String, List<Node>> definitions, Set<String> included) {}
}
