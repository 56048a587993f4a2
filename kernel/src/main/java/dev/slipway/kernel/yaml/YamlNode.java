package dev.slipway.kernel.yaml;

import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Optional;

/** A YAML value with the place where it was written. Aliases are resolved; merge keys are not part of YAML 1.2. */
public sealed interface YamlNode {

    /** Where the value starts. */
    Position position();

    /** What it is, in a person's words: {@code a mapping}, {@code a sequence}, {@code a string} ... */
    String describe();

    /**
     * @param text as written, after YAML's own unescaping
     * @param kind what YAML 1.2's core schema takes it for
     */
    record Scalar(Position position, String text, Kind kind) implements YamlNode {
        @Override
        public String describe() {
            return switch (kind) {
                case NULL -> "nothing";
                case INTEGER -> "an integer";
                case STRING -> "a string";
                case FLOAT -> "a float";
                case BOOLEAN -> "a boolean";
            };
        }

        /** The core schema's types. A quoted or block scalar is always a STRING. */
        public enum Kind {
            STRING,
            INTEGER,
            FLOAT,
            BOOLEAN,
            NULL
        }
    }

    /** Items in their order. */
    record Sequence(Position position, List<YamlNode> items) implements YamlNode {
        @Override
        public String describe() {
            return "a sequence";
        }
    }

    /** Entries in their order; keys are unique. */
    record Mapping(Position position, List<Entry> entries) implements YamlNode {
        @Override
        public String describe() {
            return "a mapping";
        }

        public Optional<YamlNode> get(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().text().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }
    }

    /** One key with its value. */
    record Entry(Scalar key, YamlNode value) {}
}
