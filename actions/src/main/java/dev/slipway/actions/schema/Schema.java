package dev.slipway.actions.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A language as named definitions. The notation is explained at the head of {@code workflow.schema}. */
public final class Schema {

    /** Workflow files. */
    public static final Schema WORKFLOW = load("workflow.schema");

    /** Action files. */
    public static final Schema ACTION = load("action.schema");

    private final Map<String, Definition> definitions;
    private final Map<String, List<Shape>> shapes = new HashMap<>();
    private final Map<String, List<Shape.Keys>> keys = new HashMap<>();

    private Schema(Map<String, Definition> definitions) {
        this.definitions = definitions;
        definitions
                .values()
                .forEach(definition -> references(definition.shape()).forEach(this::definition));
        definitions.forEach((name, definition) -> {
            List<Shape> all = choices(definition).toList();
            shapes.put(name, all);
            keys.put(
                    name,
                    all.stream()
                            .filter(Shape.Keys.class::isInstance)
                            .map(Shape.Keys.class::cast)
                            .toList());
        });
    }

    static Schema parse(String text) {
        return new Schema(new SchemaText(text).definitions());
    }

    private static Schema load(String name) {
        try (InputStream stream = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> references(Shape shape) {
        return switch (shape) {
            case Shape.OneOf oneOf -> oneOf.names();
            case Shape.Items items -> List.of(items.type());
            case Shape.Keys keys -> {
                List<String> types = new ArrayList<>();
                keys.properties().values().forEach(property -> types.add(property.type()));
                keys.loose().ifPresent(loose -> types.addAll(List.of(loose.key(), loose.value())));
                yield types;
            }
            case Shape.Text _, Shape.Numeric _, Shape.Bool _, Shape.Nothing _ -> List.of();
        };
    }

    Definition definition(String name) {
        Definition definition = definitions.get(name);
        if (definition == null) {
            throw new IllegalArgumentException("no definition of '" + name + "'");
        }
        return definition;
    }

    /** The keys of a mapping that has fixed ones, in their order; of all of them where it is one of several. */
    public List<String> keys(String name) {
        return keys(definition(name)).stream()
                .flatMap(keys -> keys.properties().keySet().stream())
                .distinct()
                .toList();
    }

    /** Names of all definitions. */
    public Set<String> names() {
        return new TreeSet<>(definitions.keySet());
    }

    /** The mappings that a definition allows. */
    List<Shape.Keys> keys(Definition definition) {
        return Objects.requireNonNull(keys.get(definition.name()));
    }

    /** Everything that is no choice, in the order of the choices. */
    List<Shape> shapes(Definition definition) {
        return Objects.requireNonNull(shapes.get(definition.name()));
    }

    private Stream<Shape> choices(Definition definition) {
        return definition.shape() instanceof Shape.OneOf oneOf
                ? oneOf.names().stream().flatMap(name -> choices(definition(name)))
                : Stream.of(definition.shape());
    }

    static Map<String, Definition> builtIn() {
        Map<String, Definition> definitions = new LinkedHashMap<>();
        Map<String, Shape> shapes = Map.of(
                "text", new Shape.Text(false, Optional.empty()),
                "word", new Shape.Text(true, Optional.empty()),
                "number", new Shape.Numeric(),
                "boolean", new Shape.Bool(),
                "nothing", new Shape.Nothing(),
                "any-items", new Shape.Items("any"),
                "any-keys", new Shape.Keys(Map.of(), Optional.of(new Shape.Loose("text", "any")), false),
                "any", new Shape.OneOf(List.of("nothing", "boolean", "number", "text", "any-items", "any-keys")));
        shapes.forEach((name, shape) -> definitions.put(name, new Definition(name, Set.of(), shape)));
        return definitions;
    }
}
