package dev.slipway.actions.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the notation of the schema files. Its texts are our own, so what is wrong in one is a programming error. */
final class SchemaText {

    private final Map<String, Definition> definitions = new LinkedHashMap<>(Schema.builtIn());
    private final Map<String, Set<String>> scopes = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();

    SchemaText(String text) {
        statements(text).forEach(this::statement);
        if (!events.isEmpty()) {
            events();
        }
    }

    Map<String, Definition> definitions() {
        return Map.copyOf(definitions);
    }

    /** Lines without comments; a block in braces is one statement. */
    private static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            open.append(line);
            if (open.indexOf("{") >= 0 && open.indexOf("}") < 0) {
                open.append(line.endsWith("{") ? " " : ", ");
            } else {
                statements.add(open.toString());
                open.setLength(0);
            }
        }
        return statements;
    }

    private void statement(String line) {
        if (line.startsWith("event ")) {
            event(line.substring("event ".length()));
            return;
        }
        int equals = line.indexOf('=');
        List<String> head = words(line.substring(0, equals));
        String body = line.substring(equals + 1).strip();
        if (head.getFirst().startsWith("@")) {
            scopes.put(head.getFirst(), names(words(body)));
        } else {
            define(head.getFirst(), names(head.subList(1, head.size())), body);
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private Set<String> names(List<String> words) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : words) {
            if (!word.startsWith("@")) {
                names.add(word);
            } else if (scopes.containsKey(word)) {
                names.addAll(scopes.get(word));
            } else {
                throw new IllegalArgumentException("no scope " + word);
            }
        }
        return names;
    }

    private void define(String name, Set<String> names, String body) {
        Shape shape = body.startsWith("{") ? block(body) : choice(name, body);
        if (definitions.put(name, new Definition(name, names, shape)) != null) {
            throw new IllegalArgumentException("two definitions of " + name);
        }
    }

    private Shape choice(String name, String body) {
        List<String> types = Arrays.stream(body.split("\\|")).map(String::strip).toList();
        if (types.size() > 1) {
            return new Shape.OneOf(
                    types.stream().map(type -> constant(name, type)).toList());
        }
        List<String> words = words(body);
        if (words.getFirst().equals("list")) {
            return new Shape.Items(words.getLast());
        }
        return new Shape.OneOf(List.of(constant(name, words.getFirst())));
    }

    /** A quoted word becomes a definition of its own. */
    private String constant(String owner, String type) {
        if (!type.startsWith("'")) {
            return type;
        }
        String text = type.substring(1, type.length() - 1);
        String name = owner + "/" + text;
        definitions.put(name, new Definition(name, Set.of(), new Shape.Text(false, Optional.of(text))));
        return name;
    }

    private static Shape block(String body) {
        Map<String, Shape.Property> properties = new LinkedHashMap<>();
        Optional<Shape.Loose> loose = Optional.empty();
        boolean lenient = false;
        String inner = body.substring(1, body.indexOf('}'));
        for (String entry : inner.split(",")) {
            if (entry.isBlank()) {
                continue;
            }
            if (entry.strip().equals("...")) {
                lenient = true;
                continue;
            }
            String[] parts = entry.strip().split(":", 2);
            List<String> types = words(parts[1]);
            if (parts[0].equals("*")) {
                loose = Optional.of(new Shape.Loose(types.get(0), types.get(1)));
            } else {
                String key = parts[0].replaceAll("[!~]", "");
                properties.put(
                        key, new Shape.Property(types.getFirst(), parts[0].contains("!"), !parts[0].contains("~")));
            }
        }
        return new Shape.Keys(properties, loose, lenient);
    }

    /** {@code name filters : activities}, or {@code name = type}. */
    private void event(String line) {
        if (line.contains("=")) {
            String name = line.substring(0, line.indexOf('=')).strip();
            events.add(name);
            define(
                    "event/" + name,
                    Set.of(),
                    line.substring(line.indexOf('=') + 1).strip());
            return;
        }
        String[] parts = line.split(":");
        List<String> head = words(parts[0]);
        String name = head.getFirst();
        events.add(name);
        Map<String, Shape.Property> keys = new LinkedHashMap<>();
        if (parts.length > 1) {
            List<String> types = words(parts[1]).stream()
                    .map(word -> constant("event/" + name + "/type", "'" + word + "'"))
                    .toList();
            add("event/" + name + "/type", new Shape.OneOf(types));
            add("event/" + name + "/list", new Shape.Items("event/" + name + "/type"));
            add(
                    "event/" + name + "/types",
                    new Shape.OneOf(List.of("event/" + name + "/type", "event/" + name + "/list")));
            keys.put("types", new Shape.Property("event/" + name + "/types", false, true));
        }
        head.stream().skip(1).forEach(key -> keys.put(key, new Shape.Property("filter", false, true)));
        add("event/" + name + "/keys", new Shape.Keys(keys, Optional.empty(), true));
        add("event/" + name, new Shape.OneOf(List.of("nothing", "event/" + name + "/keys")));
    }

    private void events() {
        Map<String, Shape.Property> properties = new LinkedHashMap<>();
        events.forEach(name -> properties.put(name, new Shape.Property("event/" + name, false, true)));
        add("events", new Shape.Keys(properties, Optional.empty(), false));
        add(
                "event-name",
                new Shape.OneOf(events.stream()
                        .map(name -> constant("event-name", "'" + name + "'"))
                        .toList()));
    }

    private void add(String name, Shape shape) {
        definitions.put(name, new Definition(name, Set.of(), shape));
    }
}
