package dev.slipway.promql.rule;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import dev.slipway.promql.format.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of {@code promtool test rules}, as plain maps and lists. */
record UnitTestFile(Path path, Map<String, Object> content) {

    static UnitTestFile read(Path path) throws IOException {
        YamlNode root = Yaml.read(path.getFileName().toString(), Files.readString(path))
                .root()
                .orElseThrow(() -> new IllegalArgumentException("no YAML: " + path));
        return new UnitTestFile(path, map(plain(root)));
    }

    private static @Nullable Object plain(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar.kind() == YamlNode.Scalar.Kind.NULL ? null : scalar.text();
            case YamlNode.Sequence sequence -> {
                List<Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(plain(item)));
                yield items;
            }
            case YamlNode.Mapping mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> map.put(entry.key().text(), plain(entry.value())));
                yield map;
            }
        };
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    static List<Map<String, Object>> maps(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(UnitTestFile::map).toList()
                : List.of();
    }

    static String text(Map<String, Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }

    static long millis(Map<String, Object> map, String key, long otherwise) {
        String text = text(map, key);
        return text.isEmpty() ? otherwise : DurationText.parse(text).orElseThrow();
    }

    long evaluationIntervalMillis() {
        return millis(content, "evaluation_interval", 60_000);
    }

    boolean fuzzy() {
        return text(content, "fuzzy_compare").equals("true");
    }

    List<Map<String, Object>> tests() {
        return maps(content.get("tests"));
    }

    /** Since the epoch. */
    static long startMillis(Map<String, Object> test) {
        String start = text(test, "start_timestamp");
        if (start.isEmpty()) {
            return 0;
        }
        return start.contains("T") ? Instant.parse(start).toEpochMilli() : Math.round(Double.parseDouble(start) * 1000);
    }

    /** The groups of all rule files; throws when one is wrong. */
    List<Group> groups() throws IOException {
        List<Group> groups = new ArrayList<>();
        if (content.get("rule_files") instanceof List<?> files) {
            for (Object file : files) {
                Path rules = path.resolveSibling(file.toString());
                RuleFile.Reading reading = RuleFile.read(file.toString(), Files.readString(rules));
                Optional<Finding> first = reading.findings().stream().findFirst();
                groups.addAll(reading.file()
                        .orElseThrow(() -> new IllegalArgumentException(String.valueOf(first)))
                        .groups());
            }
        }
        return groups;
    }
}
