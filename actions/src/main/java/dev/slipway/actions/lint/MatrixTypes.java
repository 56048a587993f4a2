package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The type of the {@code matrix} context, from what a matrix lists. */
final class MatrixTypes {

    private final TypeCheck expressions;

    private MatrixTypes(Map<String, Type> contexts) {
        this.expressions = new TypeCheck(contexts, _ -> {});
    }

    /**
     * @param contexts what the matrix itself may name
     */
    static Type of(Optional<Tree> matrix, Map<String, Type> contexts) {
        MatrixTypes types = new MatrixTypes(contexts);
        return switch (matrix.orElse(null)) {
            case null -> Type.strict(Map.of());
            case Tree.Fields vectors -> types.of(vectors);
            case Tree.Leaf _, Tree.Items _ -> Type.loose(Map.of());
        };
    }

    private Type of(Tree.Fields vectors) {
        Type.Fields type = Type.strict(Map.of());
        boolean open = false;
        for (Tree.Field field : vectors.fields()) {
            String key = field.key().source();
            if (!field.key().isConstant()) {
                open = true;
            } else if (!key.equals("include") && !key.equals("exclude")) {
                type = type.with(key, vector(field.value()));
            }
        }
        Optional<Tree> include = Block.of(vectors).get("include");
        open |= include.filter(Tree.Leaf.class::isInstance).isPresent();
        for (Tree item : Block.of(vectors).items("include")) {
            open |= item instanceof Tree.Leaf;
            for (Tree.Field extra : Block.of(item).fields()) {
                Type given = value(extra.value());
                String name = extra.key().source();
                type = type.with(name, type.field(name).map(given::or).orElse(given));
            }
        }
        return open ? Type.loose(type.fields()) : type;
    }

    private Type vector(Tree tree) {
        return tree instanceof Tree.Items items
                ? items.items().stream().map(this::value).reduce(Type::or).orElse(Type.ANY)
                : Type.ANY;
    }

    private Type value(Tree tree) {
        return switch (tree) {
            case Tree.Leaf leaf -> scalar(leaf.template());
            case Tree.Items items ->
                new Type.Items(
                        items.items().stream().map(this::value).reduce(Type::or).orElse(Type.ANY), false);
            case Tree.Fields fields -> {
                Map<String, Type> types = new LinkedHashMap<>();
                fields.fields().forEach(field -> types.put(field.key().source(), value(field.value())));
                yield Type.strict(types);
            }
        };
    }

    private Type scalar(Template template) {
        Optional<Value> constant = template.constant();
        if (constant.isPresent()) {
            return CallTypes.of(constant.get());
        }
        return template.lone()
                .map(expression -> expressions.of(expression.root()))
                .orElse(Type.TEXT);
    }
}
