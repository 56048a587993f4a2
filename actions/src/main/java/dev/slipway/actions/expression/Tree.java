package dev.slipway.actions.expression;

import dev.slipway.kernel.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of a workflow that is evaluated as a whole: {@code env}, {@code with}, {@code matrix}, {@code runs-on}. */
public sealed interface Tree {

    /** Where it starts. */
    Position position();

    /** With every expression in it evaluated. */
    Value evaluate(Contexts contexts);

    /** An empty mapping. */
    static Fields empty(Position position) {
        return new Fields(position, List.of());
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

    /** Every template in it, keys first. */
    default Stream<Template> templates() {
        return switch (this) {
            case Leaf leaf -> Stream.of(leaf.template());
            case Items items -> items.items().stream().flatMap(Tree::templates);
            case Fields fields ->
                fields.fields().stream()
                        .flatMap(field -> Stream.concat(
                                Stream.of(field.key()), field.value().templates()));
        };
    }

    /** True when nothing in it has to be evaluated. */
    default boolean isConstant() {
        return templates().allMatch(Template::isConstant);
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

    /** A mapping, in the order that was written. */
    record Fields(Position position, List<Field> fields) implements Tree {
        public Fields {
            fields = List.copyOf(fields);
        }

        /** What is written behind a fixed name. */
        public Optional<Tree> get(String name) {
            return field(name).map(Field::value);
        }

        /** The entry of a fixed name. */
        public Optional<Field> field(String name) {
            for (Field field : fields) {
                if (field.key().source().equals(name) && field.key().isConstant()) {
                    return Optional.of(field);
                }
            }
            return Optional.empty();
        }

        @Override
        public Value evaluate(Contexts contexts) {
            Map<String, Value> values = new LinkedHashMap<>();
            for (Field field : fields) {
                Value value = field.value().evaluate(contexts);
                if (!field.inserted()) {
                    values.put(field.key().evaluateText(contexts), value);
                } else if (value instanceof Value.Mapping more) {
                    values.putAll(more.entries());
                } else {
                    throw ExpressionError.EVALUATION.problem(
                            field.key().position() + ": a mapping was expected to insert, the expression gave "
                                    + value.kind(),
                            "use fromJSON on an object");
                }
            }
            return Value.of(values);
        }
    }

    /**
     * An entry of a mapping.
     *
     * @param key a fixed name or an expression
     * @param inserted true for {@code ${{ insert }}}: the value's own entries stand here
     */
    record Field(Template key, boolean inserted, Tree value) {}
}
