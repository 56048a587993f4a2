package dev.slipway.actions.lint;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is known of an expression's value before it is evaluated. The rules for merging and assigning are those of
 * actionlint's expr_type.go (MIT): stricter than the language, which coerces nearly everything, because most coercions are
 * mistakes.
 */
sealed interface Type {

    /** Nothing is known. */
    Type ANY = new Scalar("any");

    /** Null. */
    Type NULL = new Scalar("null");

    /** A number. */
    Type NUMBER = new Scalar("number");

    /** A boolean. */
    Type BOOL = new Scalar("bool");

    /** A text. */
    Type TEXT = new Scalar("string");

    /** A property that GitHub gives and this server does not: its value is null. */
    Type ABSENT = new Scalar("null of Slipway");

    /** Whether a value of that other type may stand where this one is wanted. */
    boolean takes(Type other);

    /** The type of a value that is of this or of the other type. */
    Type or(Type other);

    /** As people see it. */
    String show();

    /** An object whose keys are all known. */
    static Fields strict(Map<String, Type> fields) {
        return new Fields(fields, Optional.empty());
    }

    /** An object of which some keys are known. */
    static Fields loose(Map<String, Type> fields) {
        return new Fields(fields, Optional.of(ANY));
    }

    /** An object with any keys, and values of one type. */
    static Fields map(Type values) {
        return new Fields(Map.of(), Optional.of(values));
    }

    /** A type without parts. */
    record Scalar(String show) implements Type {
        @Override
        public boolean takes(Type other) {
            return equals(ANY)
                    || equals(BOOL)
                    || equals(other)
                    || other.equals(ANY)
                    || (equals(TEXT) && other.equals(NUMBER));
        }

        @Override
        public Type or(Type other) {
            if (equals(other)) {
                return this;
            }
            boolean text = (equals(TEXT) && (other.equals(NUMBER) || other.equals(BOOL)))
                    || (other.equals(TEXT) && (equals(NUMBER) || equals(BOOL)));
            return text ? TEXT : ANY;
        }
    }

    /**
     * An object.
     *
     * @param fields by lower-case name
     * @param others the type of all other values; absent where there are no others
     */
    record Fields(Map<String, Type> fields, Optional<Type> others) implements Type {
        public Fields {
            Map<String, Type> lower = new TreeMap<>();
            fields.forEach((name, type) -> lower.put(name.toLowerCase(Locale.ROOT), type));
            fields = lower;
        }

        Optional<Type> field(String name) {
            return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)))
                    .or(() -> others);
        }

        Fields with(String name, Type type) {
            Map<String, Type> more = new LinkedHashMap<>(fields);
            more.put(name, type);
            return new Fields(more, others);
        }

        @Override
        public boolean takes(Type other) {
            return other.equals(ANY) || other instanceof Fields;
        }

        @Override
        public Type or(Type other) {
            if (!(other instanceof Fields second)) {
                return ANY;
            }
            Map<String, Type> merged = new LinkedHashMap<>(fields);
            second.fields.forEach((name, type) -> merged.merge(name, type, Type::or));
            Optional<Type> rest = others.isPresent() && second.others.isPresent()
                    ? Optional.of(others.get().or(second.others.get()))
                    : others.or(second::others);
            return new Fields(merged, rest);
        }

        @Override
        public String show() {
            if (fields.isEmpty() && others.isPresent()) {
                return others.get().equals(ANY)
                        ? "object"
                        : "{string => " + others.get().show() + "}";
            }
            return fields.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + entry.getValue().show())
                    .collect(Collectors.joining("; ", "{", "}"));
        }
    }

    /**
     * An array.
     *
     * @param filtered true for what {@code .*} gives
     */
    record Items(Type item, boolean filtered) implements Type {
        @Override
        public boolean takes(Type other) {
            return other.equals(ANY) || (other instanceof Items items && item.takes(items.item));
        }

        @Override
        public Type or(Type other) {
            return other instanceof Items items ? new Items(item.or(items.item), filtered && items.filtered) : ANY;
        }

        @Override
        public String show() {
            return "array<" + item.show() + ">";
        }
    }
}
