package dev.slipway.actions.expression;

import dev.slipway.kernel.yaml.YamlNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an expression evaluates to. The six kinds and their coercions are those of the Actions runner's expression engine. */
public sealed interface Value {

    /** The kind's name as people see it when a collection is forced into text. */
    String kind();

    /** True unless it is null, false, 0, NaN or the empty text. */
    boolean truthy();

    /** As a number: null is 0, booleans 0 and 1, text is parsed; collections and unparsable text are NaN. */
    double number();

    /** As text: null is empty, numbers have at most 15 significant digits, collections are {@code Array} or {@code Object}. */
    String text();

    /** True for everything but arrays and mappings. */
    default boolean primitive() {
        return true;
    }

    static Value of(@Nullable String text) {
        return text == null ? Null.NULL : new Text(text);
    }

    static Value of(double number) {
        return new Num(number);
    }

    static Value of(boolean bool) {
        return bool ? Bool.TRUE : Bool.FALSE;
    }

    static Value of(List<? extends Value> items) {
        return new Array(items);
    }

    /** A mapping whose keys ignore case. */
    static Mapping of(Map<String, ? extends Value> entries) {
        return new Mapping(entries, false);
    }

    /**
     * Reads a JSON document, as {@code fromJSON} does.
     *
     * @throws dev.slipway.kernel.Problem with the code of {@link ExpressionError#EVALUATION}
     */
    static Value ofJson(String text) {
        return JsonText.read(text);
    }

    static Value of(JsonNode json) {
        return JsonText.value(json);
    }

    /** Plain YAML without expressions in it. */
    static Value of(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> of(scalar);
            case YamlNode.Sequence sequence ->
                new Array(sequence.items().stream().map(Value::of).toList());
            case YamlNode.Mapping mapping -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> entries.put(entry.key().text(), of(entry.value())));
                yield of(entries);
            }
        };
    }

    /** A YAML scalar by the core schema's types. */
    static Value of(YamlNode.Scalar scalar) {
        return switch (scalar.kind()) {
            case STRING -> new Text(scalar.text());
            case INTEGER, FLOAT -> new Num(Numbers.parseYaml(scalar.text()));
            case BOOLEAN -> of(scalar.text().equalsIgnoreCase("true"));
            case NULL -> Null.NULL;
        };
    }

    /** As {@code toJSON} writes it: two spaces of indent. */
    default String toJson() {
        return JsonText.write(this);
    }

    /** Absent. */
    enum Null implements Value {
        /** The one null. */
        NULL;

        @Override
        public String kind() {
            return "Null";
        }

        @Override
        public boolean truthy() {
            return false;
        }

        @Override
        public double number() {
            return 0;
        }

        @Override
        public String text() {
            return "";
        }
    }

    /** True or false. */
    enum Bool implements Value {
        /** {@code false}. */
        FALSE,
        /** {@code true}. */
        TRUE;

        @Override
        public String kind() {
            return "Boolean";
        }

        @Override
        public boolean truthy() {
            return this == TRUE;
        }

        @Override
        public double number() {
            return truthy() ? 1 : 0;
        }

        @Override
        public String text() {
            return truthy() ? "true" : "false";
        }
    }

    /** An IEEE 754 double. */
    record Num(double value) implements Value {
        @Override
        public String kind() {
            return "Number";
        }

        @Override
        public boolean truthy() {
            return value != 0 && !Double.isNaN(value);
        }

        @Override
        public double number() {
            return value;
        }

        @Override
        public String text() {
            return Numbers.format(value);
        }
    }

    /** A string. */
    record Text(String value) implements Value {
        @Override
        public String kind() {
            return "String";
        }

        @Override
        public boolean truthy() {
            return !value.isEmpty();
        }

        @Override
        public double number() {
            return Numbers.parse(value);
        }

        @Override
        public String text() {
            return value;
        }
    }

    /**
     * Values in order.
     *
     * @param filtered true for the result of {@code .*}, on which an index applies to each item instead of to the list
     */
    record Array(List<Value> items, boolean filtered) implements Value {
        public Array {
            items = List.copyOf(items);
        }

        public Array(List<? extends Value> items) {
            this(List.copyOf(items), false);
        }

        @Override
        public String kind() {
            return "Array";
        }

        @Override
        public boolean truthy() {
            return true;
        }

        @Override
        public double number() {
            return Double.NaN;
        }

        @Override
        public String text() {
            return "Array";
        }

        @Override
        public boolean primitive() {
            return false;
        }
    }

    /** Values by name, in the order they were written. Names ignore case, except in {@code env}. */
    final class Mapping implements Value {
        /** Without entries. */
        public static final Mapping EMPTY = new Mapping(Map.of(), false);

        private final Map<String, Value> entries;
        private final Map<String, Value> folded;
        private final boolean caseSensitive;

        private Mapping(Map<String, ? extends Value> entries, boolean caseSensitive) {
            this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            this.caseSensitive = caseSensitive;
            this.folded = caseSensitive ? this.entries : HashMap.newHashMap(entries.size());
            if (!caseSensitive) {
                entries.forEach((key, value) -> folded.put(CaseFolding.fold(key), value));
            }
        }

        private Mapping(Mapping base, String key, Value value) {
            Map<String, Value> more = new LinkedHashMap<>(base.entries);
            more.put(key, value);
            entries = Collections.unmodifiableMap(more);
            caseSensitive = base.caseSensitive;
            folded = caseSensitive ? entries : new HashMap<>(base.folded);
            if (!caseSensitive) {
                folded.put(CaseFolding.fold(key), value);
            }
        }

        /** For {@code env}: on Linux its names differ by case. */
        public static Mapping caseSensitive(Map<String, ? extends Value> entries) {
            return new Mapping(entries, true);
        }

        /** All values are texts. */
        public static Mapping ofTexts(Map<String, String> entries) {
            Map<String, Value> values = new LinkedHashMap<>();
            entries.forEach((key, text) -> values.put(key, Value.of(text)));
            return Value.of(values);
        }

        public Map<String, Value> entries() {
            return entries;
        }

        public Optional<Value> get(String key) {
            return Optional.ofNullable(folded.get(fold(key)));
        }

        /** The same with one entry more, or another value for the entry. */
        public Mapping with(String key, Value value) {
            return new Mapping(this, key, value);
        }

        private String fold(String key) {
            return caseSensitive ? key : CaseFolding.fold(key);
        }

        @Override
        public String kind() {
            return "Object";
        }

        @Override
        public boolean truthy() {
            return true;
        }

        @Override
        public double number() {
            return Double.NaN;
        }

        @Override
        public String text() {
            return "Object";
        }

        @Override
        public boolean primitive() {
            return false;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Mapping mapping && entries.equals(mapping.entries);
        }

        @Override
        public int hashCode() {
            return Objects.hash(entries);
        }

        @Override
        public String toString() {
            return entries.toString();
        }
    }
}
