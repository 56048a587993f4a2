package dev.slipway.promql.template;

import dev.slipway.promql.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what computes a value inside an action. */
final class PipelineParser {

    private final TemplateParser tokens;

    PipelineParser(TemplateParser tokens) {
        this.tokens = tokens;
    }

    /** A pipeline that may begin with {@code $x :=}, as in {@code if} and {@code with}. */
    Node.Pipeline declaring() {
        boolean declares =
                tokens.peek().kind() == Kind.VARIABLE && tokens.peekSecond().is(Kind.SIGN, ":=");
        if (!declares) {
            return pipeline();
        }
        String variable = tokens.next().text().substring(1);
        tokens.next();
        Node.Pipeline pipeline = new Node.Pipeline(variable, pipeline().commands());
        tokens.declare(variable);
        return pipeline;
    }

    Node.Pipeline pipeline() {
        List<Node.Command> commands = new ArrayList<>();
        commands.add(command());
        while (tokens.peek().is(Kind.SIGN, "|")) {
            tokens.next();
            Node.Command command = command();
            if (command.operand() instanceof Node.Literal || command.operand() instanceof Node.Dot) {
                throw new TemplateException(tokens.peek().offset(), "non executable command in pipeline");
            }
            commands.add(command);
        }
        return new Node.Pipeline(null, commands);
    }

    private Node.Command command() {
        Node.Operand operand = operand();
        if (operand == null) {
            throw tokens.unexpected("command");
        }
        List<Node.Operand> arguments = new ArrayList<>();
        Node.Operand argument = operand();
        while (argument != null) {
            arguments.add(argument);
            argument = operand();
        }
        boolean takes = operand instanceof Node.Function || operand instanceof Node.Field;
        if (!arguments.isEmpty() && !takes) {
            throw new TemplateException(tokens.peek().offset(), "can't give argument to non-function");
        }
        return new Node.Command(operand, arguments);
    }

    /** An operand with its fields; null when there is none. */
    private Node.@Nullable Operand operand() {
        Token token = tokens.peek();
        Node.Operand operand = term(token);
        if (operand == null) {
            return null;
        }
        while (tokens.peek().kind() == Kind.FIELD && !tokens.peek().spaced()) {
            if (operand instanceof Node.Literal) {
                throw tokens.unexpected("operand");
            }
            operand = new Node.Field(operand, tokens.next().text().substring(1));
        }
        return operand;
    }

    private Node.@Nullable Operand term(Token token) {
        return switch (token.kind()) {
            case STRING -> new Node.Literal(Literals.stringOrRune(tokens.next()));
            case NUMBER -> new Node.Literal(Literals.number(tokens.next()));
            case FIELD -> new Node.Field(new Node.Dot(), tokens.next().text().substring(1));
            case VARIABLE -> variable(tokens.next());
            case WORD -> word(tokens.next());
            case SIGN -> sign(token);
            case TEXT, OPEN, CLOSE, END -> null;
        };
    }

    private Node.Operand variable(Token token) {
        String name = token.text().substring(1);
        tokens.requireVariable(name, token);
        return new Node.Variable(name);
    }

    private Node.Operand word(Token token) {
        return switch (token.text()) {
            case "true" -> new Node.Literal(true);
            case "false" -> new Node.Literal(false);
            case "nil" -> new Node.Literal(null);
            default -> {
                if (!tokens.isFunction(token.text())) {
                    throw new TemplateException(token.offset(), "function \"" + token.text() + "\" not defined");
                }
                yield new Node.Function(token.text());
            }
        };
    }

    private Node.@Nullable Operand sign(Token token) {
        if (token.text().equals(".")) {
            tokens.next();
            return new Node.Dot();
        } else if (token.text().equals("(")) {
            tokens.next();
            Node.Pipeline pipeline = pipeline();
            if (!tokens.peek().is(Kind.SIGN, ")")) {
                throw tokens.unexpected("parenthesized pipeline");
            }
            tokens.next();
            return new Node.Group(pipeline);
        }
        return null;
    }
}
