package dev.slipway.actions.expression;

import dev.slipway.kernel.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a workflow that is evaluated as a whole: {@code env}, {@code with}, {@code matrix}, {@code runs-on}. */
public sealed interface Tree {

    /** Where it starts. */
    Position position();

    /** With every expression in it evaluated. */
    Value evaluate(Contexts contexts);

    /** An empty mapping. */
    static Tree empty(Position position) {
        return new Fields(position, Map.of());
    }

    /**
     * Evaluates a tree that stands for named texts, such as {@code env}. What evaluates to null is an empty text.
     *
     * @throws dev.slipway.kernel.Problem with the code of {@link ExpressionError#EVALUATION}
     */
    default Map<String, String> evaluateTexts(Contexts contexts) {
        Value value = evaluate(contexts);
        if (value instanceof Value.Null) {
            return Map.of();
        } else if (!(value instanceof Value.Mapping mapping)) {
            throw ExpressionError.EVALUATION.problem(
                    position() + ": a mapping was expected, the expression gave " + value.kind(),
                    "use fromJSON on an object");
        } else {
            Map<String, String> texts = new LinkedHashMap<>();
            mapping.entries().forEach((key, item) -> texts.put(key, item.text()));
            return texts;
        }
    }

    /** A text, number, boolean or expression. */
    record Leaf(Template template) implements Tree {
        @Override
        public Position position() {
            return template.position();
        }

        @Override
        public Value evaluate(Contexts contexts) {
            return template.evaluate(contexts);
        }
    }

    /** A sequence. */
    record Items(Position position, List<Tree> items) implements Tree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Value evaluate(Contexts contexts) {
            return Value.of(items.stream().map(item -> item.evaluate(contexts)).toList());
        }
    }

    /** A mapping with fixed names, in their order. */
    record Fields(Position position, Map<String, Tree> fields) implements Tree {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public Value evaluate(Contexts contexts) {
            Map<String, Value> values = new LinkedHashMap<>();
            fields.forEach((name, field) -> values.put(name, field.evaluate(contexts)));
            return Value.of(values);
        }
    }
}
