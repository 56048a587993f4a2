package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One mapping of the file whose keys were checked against its section. */
final class Block {

    private final YamlNode.Mapping mapping;
    private final Notes notes;

    private Block(YamlNode.Mapping mapping, Notes notes) {
        this.mapping = mapping;
        this.notes = notes;
    }

    /** Notes a wrong kind and unknown or refused keys. */
    static Block of(YamlNode node, Section section, Notes notes) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            notes.expected("a mapping", node);
            return new Block(new YamlNode.Mapping(node.position(), List.of()), notes);
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (section.unsupported().contains(key)) {
                notes.unsupported(
                        key,
                        entry.key().position(),
                        "'" + key + "' in " + section.title() + " is not supported yet",
                        "remove it, or run this workflow elsewhere for now");
            } else if (!section.keys().contains(key)) {
                notes.wrong(
                        "unknown-key",
                        entry.key().position(),
                        "'" + key + "' is no key of " + section.title(),
                        Suggestion.hint(key, section.keys()));
            }
        }
        return new Block(mapping, notes);
    }

    Position position() {
        return mapping.position();
    }

    boolean has(String key) {
        return mapping.get(key).isPresent();
    }

    Optional<YamlNode> get(String key) {
        return mapping.get(key);
    }

    /** What is written there, unless it is nothing. */
    Optional<YamlNode> filled(String key) {
        return mapping.get(key)
                .filter(node ->
                        !(node instanceof YamlNode.Scalar scalar) || scalar.kind() != YamlNode.Scalar.Kind.NULL);
    }

    Optional<Template> template(String key, Place place) {
        return filled(key).map(node -> notes.template(node, place));
    }

    /** A number, or an expression that gives one. */
    Optional<Template> number(String key, Place place) {
        Optional<Template> number = template(key, place);
        if (number.isPresent() && number.get().isConstant()) {
            double value = number.get().evaluate(Contexts.NONE).number();
            if (Double.isNaN(value) || value <= 0) {
                notes.wrong("wrong-type", number.get().position(), "'" + key + "' must be a number above zero", null);
            }
        }
        return number;
    }

    /** True or false, or an expression that gives one. */
    Optional<Template> bool(String key, Place place) {
        Optional<Template> bool = template(key, place);
        if (bool.isPresent()
                && bool.get().isConstant()
                && !bool.get().source().equals("true")
                && !bool.get().source().equals("false")) {
            notes.wrong("wrong-type", bool.get().position(), "'" + key + "' must be true or false", null);
        }
        return bool;
    }

    /** A mapping of names to texts. */
    Tree texts(String key, Place place) {
        Optional<YamlNode> node = filled(key);
        if (node.isEmpty()) {
            return Tree.empty(position());
        }
        if (node.get() instanceof YamlNode.Mapping named) {
            named.entries().stream()
                    .filter(entry -> !(entry.value() instanceof YamlNode.Scalar))
                    .forEach(entry -> notes.expected("a text", entry.value()));
        } else if (!(node.get() instanceof YamlNode.Scalar scalar
                && scalar.text().contains("${{"))) {
            notes.expected("a mapping of names to texts", node.get());
        }
        return notes.tree(node.get(), place);
    }

    /** Entries of a mapping. */
    List<YamlNode.Entry> entries(String key) {
        Optional<YamlNode> node = filled(key);
        if (node.isEmpty()) {
            return List.of();
        } else if (node.get() instanceof YamlNode.Mapping inner) {
            return inner.entries();
        }
        notes.expected("a mapping", node.get());
        return List.of();
    }

    /** One text, or a sequence of them. */
    List<YamlNode.Scalar> scalars(String key) {
        List<YamlNode.Scalar> scalars = new ArrayList<>();
        filled(key).ifPresent(node -> collect(node, scalars));
        return scalars;
    }

    List<String> strings(String key) {
        return scalars(key).stream().map(YamlNode.Scalar::text).toList();
    }

    private void collect(YamlNode node, List<YamlNode.Scalar> scalars) {
        switch (node) {
            case YamlNode.Scalar scalar -> scalars.add(scalar);
            case YamlNode.Sequence sequence -> {
                for (YamlNode item : sequence.items()) {
                    if (item instanceof YamlNode.Scalar scalar) {
                        scalars.add(scalar);
                    } else {
                        notes.expected("a text", item);
                    }
                }
            }
            case YamlNode.Mapping mappingNode -> notes.expected("a text or a sequence of texts", mappingNode);
        }
    }

    /** A fixed text without expressions. */
    Optional<String> text(String key) {
        return template(key, Place.CONSTANT).map(Template::source);
    }

    /** {@code required} and its kin: constant booleans. */
    boolean flag(String key) {
        return bool(key, Place.CONSTANT)
                .map(Template::source)
                .filter("true"::equals)
                .isPresent();
    }
}
