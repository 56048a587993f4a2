package dev.slipway.promql.rule;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode;
import dev.slipway.promql.format.DurationText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a rule file or of a file of rule tests, read key by key; what does not fit becomes a finding.
 *
 * @param findings where complaints are added
 */
public record Section(YamlNode.Mapping mapping, List<Finding> findings) {

    /** Null when the node is something else, which is reported. */
    public static @Nullable Section of(YamlNode node, Set<String> keys, List<Finding> findings) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            findings.add(Finding.error(
                    "bad-rule-file", node.position(), "expected a mapping, got " + node.describe(), null));
            return null;
        }
        YamlNode.Mapping merged = merged(mapping);
        for (YamlNode.Entry entry : merged.entries()) {
            String key = entry.key().text();
            if (!keys.contains(key)) {
                findings.add(Finding.error(
                        "unknown-key",
                        entry.key().position(),
                        "unknown key '" + key + "'",
                        Suggestion.hint(key, keys)));
            }
        }
        return new Section(merged, findings);
    }

    /** With the entries of the mappings under the merge key {@code <<}, behind its own. */
    private static YamlNode.Mapping merged(YamlNode.Mapping mapping) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!isMerge(entry)) {
                entries.put(entry.key().text(), entry);
            }
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            if (isMerge(entry) && entry.value() instanceof YamlNode.Mapping other) {
                merged(other)
                        .entries()
                        .forEach(more -> entries.putIfAbsent(more.key().text(), more));
            }
        }
        return new YamlNode.Mapping(mapping.position(), List.copyOf(entries.values()));
    }

    private static boolean isMerge(YamlNode.Entry entry) {
        return entry.key().text().equals("<<") && entry.value() instanceof YamlNode.Mapping;
    }

    /** Where it was written. */
    public Position position() {
        return mapping.position();
    }

    /** Adds a complaint. */
    public void error(Position position, String message, @Nullable String hint) {
        findings.add(Finding.error("bad-rule", position, message, hint));
    }

    /** The place of a key's value, or that of the mapping. */
    public Position position(String key) {
        return mapping.get(key).map(YamlNode::position).orElse(position());
    }

    /** Present when the key has a value, be it empty. */
    public Optional<YamlNode> value(String key) {
        return mapping.get(key)
                .filter(node ->
                        !(node instanceof YamlNode.Scalar scalar) || scalar.kind() != YamlNode.Scalar.Kind.NULL);
    }

    /** The text of a scalar, or the empty text. */
    public String text(String key) {
        return value(key).map(node -> scalar(key, node)).orElse("");
    }

    private String scalar(String key, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        }
        error(node.position(), "'" + key + "' must be text, not " + node.describe(), null);
        return "";
    }

    /** Milliseconds; empty without the key. */
    public OptionalLong duration(String key) {
        String text = text(key);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<Long> millis = DurationText.parse(text);
        if (millis.isEmpty()) {
            error(
                    position(key),
                    "not a valid duration string: \"" + text + "\"",
                    "write the largest unit first and each unit once: 1h30m; units are y w d h m s ms");
        }
        return millis.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Not negative; 0 without the key. */
    public int number(String key) {
        String text = text(key);
        if (text.isEmpty()) {
            return 0;
        } else if (!text.matches("\\d{1,9}")) {
            error(position(key), "'" + key + "' must be a whole number that is not negative", null);
            return 0;
        }
        return Integer.parseInt(text);
    }

    /** What the sequence under the key holds; nothing without it. */
    public List<YamlNode> items(String key) {
        Optional<YamlNode> node = value(key);
        if (node.isPresent() && !(node.get() instanceof YamlNode.Sequence)) {
            error(
                    node.get().position(),
                    "'" + key + "' must be a sequence, not " + node.get().describe(),
                    null);
        }
        return node.isPresent() && node.get() instanceof YamlNode.Sequence sequence ? sequence.items() : List.of();
    }

    /** Names with scalars, in their order. */
    public Map<String, YamlNode.Scalar> texts(String key) {
        Map<String, YamlNode.Scalar> texts = new LinkedHashMap<>();
        Optional<YamlNode> node = value(key);
        if (node.isPresent() && node.get() instanceof YamlNode.Mapping labels) {
            for (YamlNode.Entry entry : labels.entries()) {
                if (entry.value() instanceof YamlNode.Scalar scalar) {
                    texts.put(entry.key().text(), scalar);
                } else {
                    error(
                            entry.value().position(),
                            "'" + entry.key().text() + "' must be text, not "
                                    + entry.value().describe(),
                            null);
                }
            }
        } else if (node.isPresent()) {
            error(
                    node.get().position(),
                    "'" + key + "' must be a mapping, not " + node.get().describe(),
                    null);
        }
        return texts;
    }
}
