package dev.slipway.delivery.config;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A mapping with known keys.
 *
 * @param title what the section describes, for the reference page
 * @param oneKey whether exactly one of the keys must be there: a choice
 * @param keys the rows of the table
 * @param make the meaning of the values; may throw a Problem, which becomes a finding at the section's place
 */
record Section<T>(String title, boolean oneKey, List<Key<?>> keys, Function<Filled, T> make) implements Shape<T> {

    static <T> Section<T> of(String title, List<Key<?>> keys, Function<Filled, T> make) {
        return new Section<>(title, false, keys, make);
    }

    /** A section of which exactly one key is written. */
    static <T> Section<T> choice(String title, List<Key<?>> keys, Function<Filled, T> make) {
        return new Section<>(title, true, keys, make);
    }

    @Override
    public Optional<T> read(YamlNode node, Reading reading) {
        return read("", node, reading);
    }

    /** @param name under which the section stands */
    Optional<T> read(String name, YamlNode node, Reading reading) {
        Optional<YamlNode.Mapping> mapping = mapping(node, reading);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        refuseUnknownKeys(mapping.get(), reading);
        Map<String, Object> values = new HashMap<>();
        Map<String, YamlNode> nodes = new HashMap<>();
        boolean sound = rightNumberOfKeys(mapping.get(), reading);
        for (Key<?> key : keys) {
            Optional<YamlNode> written = mapping.get().get(key.name());
            written.ifPresent(value -> nodes.put(key.name(), value));
            sound &= fill(key, written, node.position(), values, reading);
        }
        return sound
                ? make(new Filled(name, node.position(), Map.copyOf(values), Map.copyOf(nodes), reading))
                : Optional.empty();
    }

    /** What an empty section means. */
    T defaults() {
        Reading reading = new Reading();
        return read("", new YamlNode.Mapping(Position.startOf("default"), List.of()), reading)
                .orElseThrow(
                        () -> new IllegalStateException("'" + title + "' has bad defaults: " + reading.findings()));
    }

    private Optional<T> make(Filled filled) {
        try {
            return Optional.of(make.apply(filled));
        } catch (Problem problem) {
            filled.reading().refuse(filled.position(), problem);
            return Optional.empty();
        }
    }

    private Optional<YamlNode.Mapping> mapping(YamlNode node, Reading reading) {
        if (node instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        if (mayBeEmpty() && node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Scalar.Kind.NULL) {
            return Optional.of(new YamlNode.Mapping(node.position(), List.of()));
        }
        reading.wrongType(node, "a mapping with " + keyNames(), null);
        return Optional.empty();
    }

    private boolean mayBeEmpty() {
        return !oneKey && keys.stream().noneMatch(Key::required);
    }

    private void refuseUnknownKeys(YamlNode.Mapping mapping, Reading reading) {
        for (YamlNode.Entry entry : mapping.entries()) {
            String word = entry.key().text();
            if (keys.stream().noneMatch(key -> key.name().equals(word))) {
                reading.refuse(
                        "unknown-key",
                        entry.key().position(),
                        "unknown key '" + word + "'",
                        Suggestion.hint(word, keys.stream().map(Key::name).toList()));
            }
        }
    }

    private boolean rightNumberOfKeys(YamlNode.Mapping mapping, Reading reading) {
        long known =
                keys.stream().filter(key -> mapping.get(key.name()).isPresent()).count();
        if (!oneKey || known == 1) {
            return true;
        }
        if (known > 1 || mapping.entries().isEmpty()) {
            reading.refuse(
                    "one-of", mapping.position(), "exactly one of " + keyNames() + " is needed, found " + known, null);
        }
        return false;
    }

    private <V> boolean fill(
            Key<V> key, Optional<YamlNode> written, Position section, Map<String, Object> values, Reading reading) {
        Optional<YamlNode> node = written.or(
                () -> key.fallback().flatMap(text -> Yaml.read("default", text).root()));
        if (node.isPresent()) {
            Optional<V> value = key.shape().read(node.get(), reading);
            value.ifPresent(present -> values.put(key.name(), present));
            return value.isPresent();
        }
        if (key.required()) {
            reading.refuse("missing-key", section, "'" + key.name() + "' is missing", key.doc());
        }
        return !key.required();
    }

    private String keyNames() {
        return String.join(", ", keys.stream().map(Key::name).toList());
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodes.object();
        if (mayBeEmpty()) {
            schema.putArray("type").add("object").add("null");
        } else {
            schema.put("type", "object");
        }
        schema.put("description", title).put("additionalProperties", false);
        if (oneKey) {
            schema.put("minProperties", 1).put("maxProperties", 1);
        }
        ObjectNode properties = schema.putObject("properties");
        keys.forEach(key -> properties.set(key.name(), keySchema(key)));
        ArrayNode required = JsonNodes.array();
        keys.stream().filter(Key::required).forEach(key -> required.add(key.name()));
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static ObjectNode keySchema(Key<?> key) {
        ObjectNode schema = key.shape().schema();
        schema.put("description", key.doc());
        key.fallback()
                .flatMap(text -> Yaml.read("default", text).root())
                .ifPresent(node -> schema.set("default", JsonNodes.of(node)));
        return schema;
    }

    @Override
    public String words() {
        return oneKey
                ? "one of "
                        + String.join(
                                ", ",
                                keys.stream().map(key -> "`" + key.name() + "`").toList())
                : "section";
    }

    @Override
    public void sections(String path, BiConsumer<String, Section<?>> found) {
        found.accept(path, this);
        String prefix = path.isEmpty() ? "" : path + ".";
        keys.forEach(key -> key.shape().sections(prefix + key.name(), found));
    }
}
