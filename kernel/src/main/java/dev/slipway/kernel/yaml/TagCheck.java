package dev.slipway.kernel.yaml;

import dev.slipway.kernel.Position;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** An explicit tag such as {@code !!int} must fit what is written behind it, by the core schema of YAML 1.2. */
final class TagCheck {

    private static final Pattern NULL = Pattern.compile("|null|Null|NULL|~");
    private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INT = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(\\.inf|\\.Inf|\\.INF)|\\.nan|\\.NaN|\\.NAN");

    private TagCheck() {}

    static Optional<String> complaint(ScalarNode scalar, Position position, Yaml.Dialect dialect) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return Optional.empty();
        } else if (!tag.equals(Tag.NULL) && !tag.equals(Tag.BOOL) && !tag.equals(Tag.INT) && !tag.equals(Tag.FLOAT)) {
            return dialect == Yaml.Dialect.STANDARD
                    ? Optional.empty()
                    : Optional.of("Unexpected tag '" + tag.getValue() + "'");
        } else if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return Optional.of("The scalar style '%s' on line %d and column %d is not valid with the tag '%s'"
                    .formatted(style(scalar.getScalarStyle()), position.line(), position.column(), tag.getValue()));
        } else if (!form(tag).matcher(scalar.getValue()).matches()) {
            return Optional.of("The value '%s' on line %d and column %d is invalid for the type '%s'"
                    .formatted(scalar.getValue(), position.line(), position.column(), tag.getValue()));
        }
        return Optional.empty();
    }

    private static Pattern form(Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return NULL;
        } else if (tag.equals(Tag.BOOL)) {
            return BOOL;
        }
        return tag.equals(Tag.INT) ? INT : FLOAT;
    }

    private static String style(ScalarStyle style) {
        return switch (style) {
            case SINGLE_QUOTED -> "SingleQuoted";
            case DOUBLE_QUOTED -> "DoubleQuoted";
            case LITERAL -> "Literal";
            case FOLDED -> "Folded";
            case PLAIN, JSON_SCALAR_STYLE -> "Plain";
        };
    }
}
