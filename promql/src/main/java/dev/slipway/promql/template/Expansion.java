package dev.slipway.promql.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One expansion of one template: walks its nodes with a dot and the variables in scope. */
final class Expansion {

    /** Templates that include each other are cut off here, and loops at so much text. */
    private static final int DEEPEST = 100;

    private static final int MOST_TEXT = 1_000_000;

    private final TemplateParser.Parsed parsed;
    private final Surroundings surroundings;
    private final boolean html;
    private StringBuilder out = new StringBuilder();
    private Deque<Map<String, @Nullable Object>> scopes = new ArrayDeque<>();
    private int depth;

    /** @param html whether what actions write is escaped */
    Expansion(TemplateParser.Parsed parsed, Surroundings surroundings, boolean html) {
        this.html = html;
        this.parsed = parsed;
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    String expand(@Nullable Object data, Map<String, ?> variables) {
        Map<String, @Nullable Object> outer = new HashMap<>(variables);
        outer.put("", data);
        scopes.push(outer);
        Flow flow = walk(parsed.body(), data);
        if (flow != Flow.NEXT) {
            throw new IllegalStateException("a loop was left without a loop");
        }
        return out.toString();
    }

    private Flow walk(List<Node> nodes, @Nullable Object dot) {
        for (Node node : nodes) {
            Flow flow = walk(node, dot);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow walk(Node node, @Nullable Object dot) {
        return switch (node) {
            case Node.Text text -> write(text.text());
            case Node.Output output -> write(shown(value(output.pipeline(), dot)));
            case Node.Assign assign -> assign(assign, value(assign.pipeline(), dot));
            case Node.If branch -> branch(branch.condition(), branch.then(), branch.otherwise(), dot, false);
            case Node.With with -> branch(with.value(), with.then(), with.otherwise(), dot, true);
            case Node.Range range -> range(range, dot);
            case Node.Include include -> {
                Node.Pipeline data = include.data();
                include(include.name(), data == null ? null : value(data, dot));
                yield Flow.NEXT;
            }
            case Node.Break _ -> Flow.BREAK;
            case Node.Continue _ -> Flow.CONTINUE;
        };
    }

    private String shown(@Nullable Object value) {
        String text = Values.print(value);
        return html && !(value instanceof SafeText) ? Builtins.html(text) : text;
    }

    private Flow write(String text) {
        if (out.length() + text.length() > MOST_TEXT) {
            throw new TemplateException(-1, "the text is longer than " + MOST_TEXT + " characters");
        }
        out.append(text);
        return Flow.NEXT;
    }

    private Flow assign(Node.Assign assign, @Nullable Object value) {
        if (assign.declares()) {
            scopes.getFirst().put(assign.variable(), value);
            return Flow.NEXT;
        }
        for (Map<String, @Nullable Object> scope : scopes) {
            if (scope.containsKey(assign.variable())) {
                scope.put(assign.variable(), value);
                break;
            }
        }
        return Flow.NEXT;
    }

    private Flow branch(
            Node.Pipeline condition, List<Node> then, List<Node> otherwise, @Nullable Object dot, boolean moves) {
        scopes.push(new HashMap<>());
        Object value = value(condition, dot);
        if (condition.variable() != null) {
            scopes.getFirst().put(condition.variable(), value);
        }
        boolean holds = Values.isTrue(value);
        Flow flow = walk(holds ? then : otherwise, holds && moves ? value : dot);
        scopes.pop();
        return flow;
    }

    private Flow range(Node.Range range, @Nullable Object dot) {
        List<Values.Element> elements = Values.elements(value(range.over(), dot));
        if (elements.isEmpty()) {
            return walk(range.otherwise(), dot);
        }
        for (Values.Element element : elements) {
            Map<String, @Nullable Object> scope = new HashMap<>();
            if (range.key() != null) {
                scope.put(range.key(), element.key());
            }
            if (range.element() != null) {
                scope.put(range.element(), element.value());
            }
            scopes.push(scope);
            Flow flow = walk(range.body(), element.value());
            scopes.pop();
            if (flow == Flow.BREAK) {
                break;
            }
        }
        return Flow.NEXT;
    }

    private void include(String name, @Nullable Object data) {
        List<Node> body = parsed.definitions().get(name);
        if (body == null) {
            throw new TemplateException(-1, "template \"" + name + "\" not defined");
        } else if (++depth > DEEPEST) {
            throw new TemplateException(-1, "exceeded maximum template depth (" + DEEPEST + ")");
        }
        Deque<Map<String, @Nullable Object>> outside = scopes;
        scopes = new ArrayDeque<>();
        Map<String, @Nullable Object> own = new HashMap<>();
        own.put("", data);
        scopes.push(own);
        walk(body, data);
        scopes = outside;
        depth--;
    }

    /** The text of a definition, for the function {@code tmpl}. */
    String included(String name, @Nullable Object data) {
        StringBuilder outside = out;
        out = new StringBuilder();
        include(name, data);
        String text = out.toString();
        out = outside;
        return text;
    }

    @Nullable
    Object value(Node.Pipeline pipeline, @Nullable Object dot) {
        Object value = null;
        boolean first = true;
        for (Node.Command command : pipeline.commands()) {
            value = command(command, dot, first ? List.of() : last(value));
            first = false;
        }
        return value;
    }

    private static List<@Nullable Object> last(@Nullable Object value) {
        List<@Nullable Object> last = new ArrayList<>();
        last.add(value);
        return last;
    }

    private @Nullable Object command(Node.Command command, @Nullable Object dot, List<@Nullable Object> piped) {
        if (!(command.operand() instanceof Node.Function function)) {
            return method(command, dot, piped);
        }
        if (function.name().equals("and") || function.name().equals("or")) {
            return shortCircuit(function.name().equals("and"), command.arguments(), dot, piped);
        }
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Node.Operand argument : command.arguments()) {
            arguments.add(value(argument, dot));
        }
        arguments.addAll(piped);
        return Functions.call(function.name(), arguments, this);
    }

    private @Nullable Object method(Node.Command command, @Nullable Object dot, List<@Nullable Object> piped) {
        if (command.arguments().isEmpty() && piped.isEmpty()) {
            return value(command.operand(), dot);
        }
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Node.Operand argument : command.arguments()) {
            arguments.add(value(argument, dot));
        }
        arguments.addAll(piped);
        if (command.operand() instanceof Node.Field field && value(field.of(), dot) instanceof FieldSource source) {
            return source.call(field.name(), arguments)
                    .orElseThrow(() -> new TemplateException(-1, field.name() + " is not a method but has arguments"));
        }
        throw new TemplateException(-1, "can't give argument to non-function");
    }

    private @Nullable Object shortCircuit(
            boolean and, List<Node.Operand> arguments, @Nullable Object dot, List<@Nullable Object> piped) {
        Object value = null;
        for (Node.Operand argument : arguments) {
            value = value(argument, dot);
            if (Values.isTrue(value) != and) {
                return value;
            }
        }
        return piped.isEmpty() ? value : piped.getFirst();
    }

    private @Nullable Object value(Node.Operand operand, @Nullable Object dot) {
        return switch (operand) {
            case Node.Literal literal -> literal.value();
            case Node.Dot _ -> dot;
            case Node.Variable variable -> variable(variable.name());
            case Node.Group group -> value(group.pipeline(), dot);
            case Node.Field field -> Values.field(value(field.of(), dot), field.name());
            case Node.Function function -> Functions.call(function.name(), List.of(), this);
        };
    }

    private @Nullable Object variable(String name) {
        for (Map<String, @Nullable Object> scope : scopes) {
            if (scope.containsKey(name)) {
                return scope.get(name);
            }
        }
        throw new TemplateException(-1, "undefined variable \"$" + name + "\"");
    }

    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }
}
