package dev.slipway.delivery.config;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.YamlNode;
import dev.slipway.kernel.yaml.YamlNode.Scalar.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value that is written as one word or text.
 *
 * @param words what it is, such as {@code duration}
 * @param kinds the YAML kinds that are taken; others are of a wrong type
 * @param typeHint what to do about a wrong type
 * @param json its JSON Schema
 * @param parse its meaning; throws a Problem, which becomes a finding at the value's place
 */
record Plain<T>(
        String words, Set<Kind> kinds, @Nullable String typeHint, Supplier<ObjectNode> json, Function<String, T> parse)
        implements Shape<T> {

    /** The same with one more condition. */
    Plain<T> checked(String nowWords, Predicate<T> condition, String code, String hint) {
        return new Plain<>(nowWords, kinds, typeHint, json, text -> {
            T value = parse.apply(text);
            if (!condition.test(value)) {
                throw Plains.bad(code, "'" + text + "' is not allowed here", hint);
            }
            return value;
        });
    }

    @Override
    public Optional<T> read(YamlNode node, Reading reading) {
        if (!(node instanceof YamlNode.Scalar scalar) || !kinds.contains(scalar.kind())) {
            reading.wrongType(node, words, typeHint);
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(scalar.text()));
        } catch (Problem problem) {
            reading.refuse(node.position(), problem);
            return Optional.empty();
        }
    }

    @Override
    public ObjectNode schema() {
        return json.get();
    }

    @Override
    public void sections(String path, BiConsumer<String, Section<?>> found) {}
}
