package dev.slipway.actions.expression;

import dev.slipway.kernel.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * Values from and to JSON, in the exact layout of {@code toJSON}. Texts are read as leniently as GitHub does, whose
 * reader (Newtonsoft.Json) takes single quotes, bare names, comments, line breaks in texts, and commas
 * behind the last item.
 */
final class JsonText {

    private JsonText() {}

    static Value read(String text) {
        try {
            return value(Lenient.READER.readTree(text));
        } catch (JacksonException e) {
            throw ExpressionError.EVALUATION.problem(
                    "Error parsing JSON when evaluating fromJson, the text is not JSON: " + e.getOriginalMessage(),
                    "print the text in an earlier step to see what it holds",
                    e);
        }
    }

    static Value value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Value> entries = new LinkedHashMap<>();
            node.properties().forEach(entry -> entries.put(entry.getKey(), value(entry.getValue())));
            return Value.of(entries);
        } else if (node.isArray()) {
            List<Value> items = new ArrayList<>();
            node.forEach(item -> items.add(value(item)));
            return Value.of(items);
        } else if (node.isMissingNode()) {
            throw ExpressionError.EVALUATION.problem(
                    "Error parsing JSON when evaluating fromJson: empty input", "give it a JSON document");
        } else if (node.isNumber()) {
            return Value.of(node.doubleValue());
        } else if (node.isBoolean()) {
            return Value.of(node.booleanValue());
        }
        return node.isNull() ? Value.Null.NULL : Value.of(node.stringValue());
    }

    static String write(Value value) {
        StringBuilder out = new StringBuilder();
        write(value, 0, out);
        return out.toString();
    }

    private static void write(Value value, int depth, StringBuilder out) {
        switch (value) {
            case Value.Null _ -> out.append("null");
            case Value.Bool bool -> out.append(bool.text());
            case Value.Num number -> out.append(number.text());
            case Value.Text text -> quote(text.value(), out);
            case Value.Array array -> {
                out.append('[');
                String separator = "";
                for (Value item : array.items()) {
                    indent(out.append(separator), depth + 1);
                    write(item, depth + 1, out);
                    separator = ",";
                }
                close(']', array.items().isEmpty(), depth, out);
            }
            case Value.Mapping mapping -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<String, Value> entry : mapping.entries().entrySet()) {
                    indent(out.append(separator), depth + 1);
                    quote(entry.getKey(), out);
                    out.append(": ");
                    write(entry.getValue(), depth + 1, out);
                    separator = ",";
                }
                close('}', mapping.entries().isEmpty(), depth, out);
            }
        }
    }

    private static void close(char bracket, boolean empty, int depth, StringBuilder out) {
        if (!empty) {
            indent(out, depth);
        }
        out.append(bracket);
    }

    private static void indent(StringBuilder out, int depth) {
        out.append('\n').repeat("  ", depth);
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Of its own, because what is only written needs no reader, which takes long to make. */
    private static final class Lenient {

        static final ObjectReader READER = Json.mapper()
                .reader()
                .withFeatures(
                        JsonReadFeature.ALLOW_SINGLE_QUOTES,
                        JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                        JsonReadFeature.ALLOW_JAVA_COMMENTS,
                        JsonReadFeature.ALLOW_TRAILING_COMMA,
                        JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS);

        private Lenient() {}
    }
}
