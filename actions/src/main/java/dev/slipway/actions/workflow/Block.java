package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Optional;

/** The keys of one mapping that its schema has let through. What is of another type is treated as not written: it was noted. */
public final class Block {

    private final Tree.Fields fields;

    private Block(Tree.Fields fields) {
        this.fields = fields;
    }

    /** The mapping; an empty one where the tree is something else. */
    public static Block of(Tree tree) {
        return tree instanceof Tree.Fields fields ? new Block(fields) : new Block(Tree.empty(tree.position()));
    }

    public Position position() {
        return fields.position();
    }

    public boolean has(String key) {
        return fields.field(key).isPresent();
    }

    /** What is written behind the key, unless it is nothing. */
    public Optional<Tree> get(String key) {
        return fields.get(key).filter(tree -> !isNothing(tree));
    }

    /** Where the key is written; the mapping's start where it is not. */
    public Position keyPosition(String key) {
        return fields.field(key).map(field -> field.key().position()).orElse(position());
    }

    /** Where the value is written. */
    public Position valuePosition(String key) {
        return fields.field(key).map(field -> field.value().position()).orElse(position());
    }

    public Optional<Block> block(String key) {
        return get(key).map(Block::of);
    }

    /** A scalar. */
    public Optional<Template> template(String key) {
        return get(key).filter(Tree.Leaf.class::isInstance).map(tree -> ((Tree.Leaf) tree).template());
    }

    /** A scalar without expressions, as text. */
    public Optional<String> text(String key) {
        return template(key).flatMap(Template::constant).map(Value::text);
    }

    /** {@code required} and its kin: constant booleans, false where nothing is written. */
    public boolean flag(String key) {
        return text(key).filter("true"::equals).isPresent();
    }

    /** A mapping of names to texts, or an expression that gives one; empty where nothing is written. */
    public Tree tree(String key) {
        return get(key).orElseGet(() -> Tree.empty(position()));
    }

    /** Entries of the mapping behind the key. */
    public List<Tree.Field> fields(String key) {
        return get(key).map(Block::of).map(block -> block.fields.fields()).orElse(List.of());
    }

    /** All entries of this mapping. */
    public List<Tree.Field> fields() {
        return fields.fields();
    }

    /** One scalar, or the scalars of a sequence. */
    public List<Template> templates(String key) {
        return get(key).map(Block::templates).orElse(List.of());
    }

    private static List<Template> templates(Tree tree) {
        return switch (tree) {
            case Tree.Leaf leaf -> List.of(leaf.template());
            case Tree.Items items ->
                items.items().stream()
                        .filter(Tree.Leaf.class::isInstance)
                        .map(item -> ((Tree.Leaf) item).template())
                        .toList();
            case Tree.Fields _ -> List.of();
        };
    }

    /** The same as texts. */
    public List<String> texts(String key) {
        return templates(key).stream().map(Template::source).toList();
    }

    /** Items of the sequence behind the key. */
    public List<Tree> items(String key) {
        return get(key).map(tree -> tree instanceof Tree.Items items ? items.items() : List.<Tree>of())
                .orElse(List.of());
    }

    private static boolean isNothing(Tree tree) {
        return tree instanceof Tree.Leaf leaf
                && leaf.template()
                        .constant()
                        .filter(value -> value == Value.Null.NULL)
                        .isPresent();
    }
}
