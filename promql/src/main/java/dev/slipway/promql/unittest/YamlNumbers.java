package dev.slipway.promql.unittest;

import dev.slipway.kernel.yaml.YamlNode;
import java.util.Locale;
import java.util.Optional;

/** Numbers of YAML 1.2's core schema, section 10.3.2 of its specification. */
final class YamlNumbers {

    private YamlNumbers() {}

    /** Empty when the scalar is no number, such as a quoted one. */
    static Optional<Double> read(YamlNode.Scalar scalar) {
        return switch (scalar.kind()) {
            case INTEGER -> Optional.of(integer(scalar.text()));
            case FLOAT -> Optional.of(fraction(scalar.text().toLowerCase(Locale.ROOT)));
            case STRING, BOOLEAN, NULL -> Optional.empty();
        };
    }

    private static double integer(String text) {
        if (text.startsWith("0x")) {
            return Long.parseLong(text.substring(2), 16);
        }
        return text.startsWith("0o") ? Long.parseLong(text.substring(2), 8) : Double.parseDouble(text);
    }

    private static double fraction(String text) {
        return switch (text) {
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            case ".nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }
}
