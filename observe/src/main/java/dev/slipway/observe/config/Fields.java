package dev.slipway.observe.config;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One mapping of a configuration. Ask for every key that is understood, then call {@link #end}: whatever was not asked
 * for is refused at its position.
 */
public final class Fields {

    private final YamlNode.Mapping mapping;
    private final List<Finding> findings;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(YamlNode.Mapping mapping, List<Finding> findings) {
        this.mapping = mapping;
        this.findings = findings;
    }

    /** The fields of a node; empty, with a finding, when it is no mapping. */
    public static Optional<Fields> of(YamlNode node, List<Finding> findings) {
        if (node instanceof YamlNode.Mapping mapping) {
            return Optional.of(new Fields(mapping, findings));
        }
        findings.add(Finding.error(
                "bad-type", node.position(), "expected a mapping, found " + node.describe(), "write key: value lines"));
        return Optional.empty();
    }

    public Position position() {
        return mapping.position();
    }

    public List<Finding> findings() {
        return findings;
    }

    /** A finding about a key, or about the mapping when it has no such key. */
    public void refuse(String key, String code, String message, String hint) {
        Position position = mapping.get(key).map(YamlNode::position).orElse(mapping.position());
        findings.add(Finding.error(code, position, message, hint));
    }

    /** The value of a key, which is known from here on. */
    public Optional<YamlNode> node(String key) {
        known.add(key);
        return mapping.get(key).filter(node -> !isNothing(node));
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Scalar.Kind.NULL;
    }

    public boolean has(String key) {
        return node(key).isPresent();
    }

    /** A text; numbers and booleans are taken as they are written. */
    public Optional<String> text(String key) {
        return node(key).flatMap(this::scalar);
    }

    /** A text that must be there and not empty. */
    public Optional<String> required(String key) {
        Optional<String> text = text(key).filter(found -> !found.isEmpty());
        if (text.isEmpty()) {
            refuse(key, "missing-key", "'" + key + "' is missing", "add " + key + ": ...");
        }
        return text;
    }

    private Optional<String> scalar(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        findings.add(Finding.error(
                "bad-type", node.position(), "expected a single value, found " + node.describe(), "write one value"));
        return Optional.empty();
    }

    public boolean flag(String key, boolean otherwise) {
        return value(
                key,
                text -> switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                },
                "true or false",
                otherwise);
    }

    public Duration duration(String key, Duration otherwise) {
        return value(key, PrometheusValues::duration, "a duration such as 15s or 1h30m", otherwise);
    }

    public long size(String key, long otherwise) {
        return value(key, PrometheusValues::size, "a size such as 10MB", otherwise);
    }

    /** A number that is not negative. */
    public int number(String key, int otherwise) {
        return value(
                key,
                text -> text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty(),
                "a whole number",
                otherwise);
    }

    /** A value that is read from a text. */
    public <T> T value(String key, Function<String, Optional<T>> read, String expected, T otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<T> value = read.apply(text.get());
        if (value.isEmpty()) {
            refuse(key, "bad-value", "'" + text.get() + "' is not what '" + key + "' expects", "write " + expected);
        }
        return value.orElse(otherwise);
    }

    /** A list of texts, in which one text may stand for a list of one. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            scalar(item).ifPresent(texts::add);
        }
        return List.copyOf(texts);
    }

    /** The items of a list. */
    public List<YamlNode> items(String key) {
        return node(key)
                .map(node -> node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node))
                .orElse(List.of());
    }

    /** The items of a list of mappings. */
    public List<Fields> mappings(String key) {
        List<Fields> mappings = new ArrayList<>();
        for (YamlNode item : items(key)) {
            of(item, findings).ifPresent(mappings::add);
        }
        return List.copyOf(mappings);
    }

    public Optional<Fields> fields(String key) {
        return node(key).flatMap(node -> of(node, findings));
    }

    /** A mapping from any key to a text. */
    public Map<String, String> textMap(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        fields(key)
                .ifPresent(fields -> fields.mapping
                        .entries()
                        .forEach(entry -> fields.scalar(entry.value())
                                .ifPresent(text -> map.put(entry.key().text(), text))));
        return map;
    }

    /** A mapping from any key to a list of texts. */
    public Map<String, List<String>> textListMap(String key) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        fields(key)
                .ifPresent(fields -> fields.mapping
                        .entries()
                        .forEach(entry -> map.put(
                                entry.key().text(), fields.texts(entry.key().text()))));
        return map;
    }

    /** A key that Prometheus knows and Slipway does not follow: refused, with what to do instead. */
    public void unsupported(String key, String hint) {
        if (has(key)) {
            refuse(key, "unsupported-key", "'" + key + "' is not supported", hint);
        }
    }

    /** Refuses every key that was not asked for. */
    public void end() {
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (!known.contains(key)) {
                findings.add(Finding.error(
                        "unknown-key",
                        entry.key().position(),
                        "'" + key + "' is not known here",
                        Suggestion.hint(key, known)));
            }
        }
    }
}
