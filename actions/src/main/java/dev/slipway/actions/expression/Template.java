package dev.slipway.actions.expression;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A text of a workflow with expressions in it. A text that is one expression and nothing else keeps the kind of its value;
 * with anything around it, it becomes text.
 */
public final class Template {

    private static final String OPEN = "${{";
    private static final String CLOSE = "}}";
    private static final String INSERT = "insert";

    private final String source;
    private final Position position;
    private final List<Part> parts;

    private Template(String source, Position position, List<Part> parts) {
        this.source = source;
        this.position = position;
        this.parts = List.copyOf(parts);
    }

    /** Parses without a known place: every context and function may be named. */
    public static Template parse(String text, Position position) {
        return parse(text, position, Scope.EVERYTHING);
    }

    /**
     * @param position where the text was written
     * @param scope what its expressions may name
     * @throws Problem with a code of {@link ExpressionError}
     */
    public static Template parse(String text, Position position, Scope scope) {
        List<Part> parts = new ArrayList<>();
        int index = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, index)) {
            if (open > index) {
                parts.add(new Part.Fixed(Value.of(text.substring(index, open))));
            }
            int close = close(text, open + OPEN.length());
            String inner = Blanks.strip(text.substring(open + OPEN.length(), close));
            index = close + CLOSE.length();
            if (inner.equals(INSERT) && (open > 0 || index < text.length())) {
                throw insertInside();
            }
            parts.add(new Part.Computed(expression(inner, scope)));
        }
        if (index < text.length() || parts.isEmpty()) {
            parts.add(new Part.Fixed(Value.of(text.substring(index))));
        }
        Template template = new Template(text, position, parts);
        template.checkLength();
        return template;
    }

    private static Expression expression(String text, Scope scope) {
        if (text.isEmpty()) {
            throw ExpressionError.PARSING.problem("An expression was expected", "write one between ${{ and }}");
        }
        return Expression.parse(text, scope);
    }

    private static Problem insertInside() {
        return ExpressionError.PARSING.problem(
                "The directive 'insert' is not allowed in this context. Directives are not supported for expressions"
                        + " that are embedded within a string. Directives are only supported when the entire value is"
                        + " an expression.",
                "write ${{ insert }} as a key, with the mapping to insert as its value");
    }

    /** One expression that is written without {@code ${{ }}}, as conditions may be. */
    static Template bare(String text, Position position, Scope scope) {
        String inner = Blanks.strip(text);
        Expression expression = Expression.parse(inner, scope);
        return new Template(OPEN + " " + inner + " " + CLOSE, position, List.of(new Part.Computed(expression)));
    }

    /** GitHub makes one call of {@code format} of a text with several parts, and that has an expression's longest length. */
    private void checkLength() {
        if (parts.size() > 1 && asExpression().length() > Parser.LONGEST) {
            throw Parser.tooLong();
        }
    }

    /** One expression that gives the same: the lone one, or a call of {@code format}. */
    public String asExpression() {
        StringBuilder format = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        int count = 0;
        for (Part part : parts) {
            switch (part) {
                case Part.Fixed fixed ->
                    format.append(fixed.value()
                            .text()
                            .replace("'", "''")
                            .replace("{", "{{")
                            .replace("}", "}}"));
                case Part.Computed computed -> {
                    format.append('{').append(count++).append('}');
                    arguments.append(", ").append(computed.expression());
                }
            }
        }
        boolean lone = parts.size() == 1 && count == 1;
        return lone ? arguments.substring(2) : "format('" + format + "'" + arguments + ")";
    }

    /** A value that needs no evaluation. */
    public static Template constant(Value value, Position position) {
        return new Template(value.text(), position, List.of(new Part.Fixed(value)));
    }

    /** The key {@code ${{ insert }}}, whose value's entries stand in its place. It cannot be evaluated itself. */
    public static Template insert(Position position) {
        Expression nothing = Expression.parse("null");
        return new Template("${{ insert }}", position, List.of(new Part.Computed(nothing)));
    }

    private static int close(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (!quoted && text.startsWith(CLOSE, i)) {
                return i;
            }
        }
        throw ExpressionError.PARSING.problem(
                "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} sequence was not"
                        + " found.",
                "close it with }}");
    }

    /**
     * The value: of any kind when the text is one expression or a YAML number or boolean, else a text.
     *
     * @throws Problem with the code of {@link ExpressionError#EVALUATION}
     */
    public Value evaluate(Contexts contexts) {
        return parts.size() == 1 ? parts.getFirst().evaluate(contexts) : Value.of(evaluateText(contexts));
    }

    /** The value as text. */
    public String evaluateText(Contexts contexts) {
        return parts.stream().map(part -> part.evaluate(contexts).text()).collect(Collectors.joining());
    }

    /** True when there is no expression in it: fixed texts do not stand beside each other. */
    public boolean isConstant() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Fixed;
    }

    /** The value that is written there, unless it has to be evaluated. */
    public Optional<Value> constant() {
        return isConstant() ? Optional.of(evaluate(Contexts.NONE)) : Optional.empty();
    }

    /** The expressions in their order. */
    public List<Expression> expressions() {
        return parts.stream()
                .filter(Part.Computed.class::isInstance)
                .map(part -> ((Part.Computed) part).expression())
                .toList();
    }

    /** The expression, when the text is one and nothing else: it keeps the kind of its value. */
    public Optional<Expression> lone() {
        return parts.size() == 1 ? expressions().stream().findFirst() : Optional.empty();
    }

    /** The contexts that its expressions name. */
    public Set<String> contexts() {
        Set<String> names = new TreeSet<>();
        expressions().forEach(expression -> names.addAll(expression.contexts()));
        return names;
    }

    /** As it was written. */
    public String source() {
        return source;
    }

    public Position position() {
        return position;
    }

    @Override
    public String toString() {
        return source;
    }

    private sealed interface Part {

        Value evaluate(Contexts contexts);

        record Fixed(Value value) implements Part {
            @Override
            public Value evaluate(Contexts contexts) {
                return value;
            }
        }

        record Computed(Expression expression) implements Part {
            @Override
            public Value evaluate(Contexts contexts) {
                return expression.evaluate(contexts);
            }
        }
    }
}
