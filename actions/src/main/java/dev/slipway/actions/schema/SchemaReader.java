package dev.slipway.actions.schema;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads YAML into a tree of templates by a schema, and tells everything that the schema does not have.
 *
 * <p>The rules, and the words of the complaints, are those of TemplateReader in actions/runner (MIT): a mapping may be one
 * of several, and every key that is known to some of them rules out the others; what is left over decides which keys are
 * required. Numbers, booleans and nothing become text where only text is allowed. Keys ignore case when they repeat, but
 * not when they are known. A key that is an expression switches the check for required keys off.
 */
public final class SchemaReader {

    /** Code of the finding that the {@link Budget} is used up. */
    public static final String BUDGET_EXCEEDED = "too-much";

    private final Schema schema;
    private final Faults faults;
    private final Budget budget;
    private final Scalars scalars;

    private SchemaReader(Schema schema, Faults faults, Budget budget) {
        this.schema = schema;
        this.faults = faults;
        this.budget = budget;
        this.scalars = new Scalars(faults);
    }

    /**
     * @param type the definition that the root must fit
     * @return the tree without what was refused; absent when it is too large or too deep
     */
    public static Optional<Tree> read(Schema schema, String type, YamlNode root, Faults faults, Budget budget) {
        try {
            return Optional.of(new SchemaReader(schema, faults, budget).value(root, Place.of(schema.definition(type))));
        } catch (Budget.Exceeded exceeded) {
            faults.wrong(Fault.Stage.TEXT, BUDGET_EXCEEDED, root.position(), exceeded.what(), "split the file");
            return Optional.empty();
        }
    }

    private Tree value(YamlNode node, Place place) {
        budget.node();
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar(scalar, place);
            case YamlNode.Sequence sequence -> {
                budget.enter();
                Tree items = items(sequence, place);
                budget.leave();
                yield items;
            }
            case YamlNode.Mapping mapping -> {
                budget.enter();
                Tree fields = fields(mapping, place);
                budget.leave();
                yield fields;
            }
        };
    }

    private Tree scalar(YamlNode.Scalar scalar, Place place) {
        Template template = scalars.check(scalars.parse(scalar, place), place, schema);
        budget.add(template);
        return new Tree.Leaf(template);
    }

    private Tree items(YamlNode.Sequence sequence, Place place) {
        Optional<Shape.Items> shape = schema.shapes(place.definition()).stream()
                .filter(Shape.Items.class::isInstance)
                .map(Shape.Items.class::cast)
                .findFirst();
        if (shape.isEmpty()) {
            shapeFault("wrong-type", sequence, "A sequence was not expected", Expected.of(schema, place));
            return new Tree.Items(sequence.position(), List.of());
        }
        Place item = place.inner(schema.definition(shape.get().type()));
        return new Tree.Items(
                sequence.position(),
                sequence.items().stream().map(node -> value(node, item)).toList());
    }

    private Tree fields(YamlNode.Mapping mapping, Place place) {
        List<Shape.Keys> candidates = new ArrayList<>(schema.keys(place.definition()));
        if (candidates.isEmpty()) {
            shapeFault("wrong-type", mapping, "A mapping was not expected", Expected.of(schema, place));
            return new Tree.Fields(mapping.position(), List.of());
        }
        return new MappingReader(mapping, place, candidates).read();
    }

    /** A value that is not used. GitHub's reader does not look there, so what is wrong in it comes later. */
    private Tree aside(YamlNode node, Place place) {
        Faults inner = new Faults(faults.source());
        Tree tree = new SchemaReader(schema, inner, budget).value(node, place);
        inner.list().forEach(fault -> faults.add(new Fault(Fault.Stage.RULE, fault.anchor(), fault.finding())));
        return tree;
    }

    private void shapeFault(String code, YamlNode node, String message, Optional<String> hint) {
        faults.wrong(Fault.Stage.SHAPE, code, node.position(), message, hint.orElse(null));
    }

    /** Reads the keys of one mapping. */
    private final class MappingReader {

        private final YamlNode.Mapping mapping;
        private final Place place;
        private final List<Shape.Keys> candidates;
        private final Optional<Shape.Loose> loose;
        private final List<Tree.Field> fields = new ArrayList<>();
        private final TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        private boolean expressionKey;

        MappingReader(YamlNode.Mapping mapping, Place place, List<Shape.Keys> candidates) {
            this.mapping = mapping;
            this.place = place;
            this.candidates = candidates;
            this.loose = candidates.getFirst().loose();
        }

        Tree read() {
            mapping.entries().forEach(this::entry);
            if (candidates.size() > 1) {
                complainOfChoice();
            } else if (!expressionKey) {
                complainOfMissing();
            }
            return new Tree.Fields(mapping.position(), fields);
        }

        private void entry(YamlNode.Entry entry) {
            if (entry.key().text().equals("<<")) {
                shapeFault(
                        "merge-key",
                        entry.key(),
                        "Unexpected value '<<'",
                        Optional.of("GitHub has no merge keys: use an alias for a whole value, or write the keys out"));
                return;
            }
            Template key = scalars.parseKey(entry.key(), place);
            if (!key.isConstant()) {
                expression(key, entry.value());
                return;
            }
            String name = key.source();
            Optional<Shape.Property> property = match(name);
            if (!seen.add(name)) {
                shapeFault(
                        "duplicate-key", entry.key(), "'" + name + "' is already defined", Optional.of("remove one"));
                property.map(Shape.Property::type)
                        .or(() -> loose.map(Shape.Loose::value))
                        .ifPresent(type -> twin(key, entry.value(), place.inner(schema.definition(type))));
            } else if (property.isPresent()) {
                add(key, entry.value(), property.get().type());
            } else if (loose.isPresent()) {
                scalars.check(key, place.inner(schema.definition(loose.get().key())), schema);
                add(key, entry.value(), loose.get().value());
            } else if (candidates.getFirst().lenient()) {
                faults.doubtful(
                        "ignored-key",
                        entry.key().position(),
                        "Unexpected value '" + name + "'",
                        "GitHub passes over it; " + suggestion(name));
            } else {
                shapeFault(
                        "unknown-key", entry.key(), "Unexpected value '" + name + "'", Optional.of(suggestion(name)));
            }
        }

        /** Of keys that differ in their case alone, the one that the language has is the one that was meant. */
        private void twin(Template key, YamlNode value, Place inner) {
            Tree tree = aside(value, inner);
            if (fields.stream().noneMatch(field -> field.key().source().equalsIgnoreCase(key.source()))) {
                fields.add(new Tree.Field(key, false, tree));
            }
        }

        private void expression(Template key, YamlNode value) {
            expressionKey = true;
            if (place.names().isEmpty()) {
                faults.wrong(
                        Fault.Stage.SHAPE,
                        "expression-not-allowed",
                        key.position(),
                        "A template expression is not allowed in this context",
                        "write the key out");
                return;
            }
            String type = loose.map(Shape.Loose::value).orElse("any");
            add(key, value, type);
        }

        private void add(Template key, YamlNode value, String type) {
            budget.add(key);
            Tree read = value(value, place.inner(schema.definition(type)));
            fields.add(new Tree.Field(key, scalars.inserts(key), read));
        }

        /** The property of that name; candidates that do not have it are ruled out. */
        private Optional<Shape.Property> match(String name) {
            Optional<Shape.Property> property = candidates.stream()
                    .filter(keys -> keys.properties().containsKey(name))
                    .map(keys -> keys.properties().get(name))
                    .findFirst();
            if (property.isPresent() && !seen.contains(name)) {
                candidates.removeIf(keys -> !keys.properties().containsKey(name));
            }
            return property;
        }

        private String suggestion(String name) {
            List<String> known = candidates.stream()
                    .flatMap(keys -> keys.properties().keySet().stream())
                    .distinct()
                    .toList();
            return Suggestion.hint(name, known);
        }

        private void complainOfChoice() {
            List<String> telling = candidates.stream()
                    .flatMap(keys -> keys.properties().entrySet().stream())
                    .filter(entry -> entry.getValue().obvious())
                    .map(Map.Entry::getKey)
                    .filter(key -> candidates.stream()
                                    .filter(keys -> keys.properties().containsKey(key))
                                    .count()
                            == 1)
                    .sorted()
                    .toList();
            shapeFault(
                    "missing-key",
                    mapping,
                    "There's not enough info to determine what you meant. Add one of these properties: "
                            + String.join(", ", telling),
                    Optional.empty());
        }

        private void complainOfMissing() {
            candidates.getFirst().properties().forEach((name, property) -> {
                if (property.required() && !seen.contains(name)) {
                    shapeFault(
                            "missing-key",
                            mapping,
                            "Required property is missing: " + name,
                            Optional.of("add '" + name + ":'"));
                }
            });
        }
    }
}
