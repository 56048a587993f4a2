package dev.slipway.delivery.config;

import dev.slipway.kernel.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** YAML as JSON: what an editor sees that checks {@code slipway.yml} against its JSON Schema. */
final class JsonNodes {

    private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

    private JsonNodes() {}

    static ObjectNode object() {
        return FACTORY.objectNode();
    }

    static ArrayNode array() {
        return FACTORY.arrayNode();
    }

    static JsonNode of(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar(scalar);
            case YamlNode.Sequence sequence -> {
                ArrayNode array = array();
                sequence.items().forEach(item -> array.add(of(item)));
                yield array;
            }
            case YamlNode.Mapping mapping -> {
                ObjectNode object = object();
                mapping.entries().forEach(entry -> object.set(entry.key().text(), of(entry.value())));
                yield object;
            }
        };
    }

    private static JsonNode scalar(YamlNode.Scalar scalar) {
        return switch (scalar.kind()) {
            case STRING -> FACTORY.stringNode(scalar.text());
            case INTEGER -> integer(scalar.text());
            case FLOAT -> floating(scalar.text());
            case BOOLEAN -> FACTORY.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NULL -> FACTORY.nullNode();
        };
    }

    /** YAML 1.2 has decimal, octal {@code 0o17} and hexadecimal {@code 0x1f} integers. */
    private static JsonNode integer(String text) {
        if (text.startsWith("0o")) {
            return FACTORY.numberNode(new BigInteger(text.substring(2), 8));
        }
        if (text.startsWith("0x")) {
            return FACTORY.numberNode(new BigInteger(text.substring(2), 16));
        }
        return FACTORY.numberNode(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
    }

    /** JSON has no infinity and no NaN: they stay text, which no numeric schema accepts. */
    private static JsonNode floating(String text) {
        return text.matches("[-+]?\\.(?i:inf|nan)")
                ? FACTORY.stringNode(text)
                : FACTORY.numberNode(new BigDecimal(text));
    }
}
