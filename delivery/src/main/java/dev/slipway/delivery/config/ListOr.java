package dev.slipway.delivery.config;

import dev.slipway.kernel.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value that may be written in short, as a list, or in full.
 *
 * @param meaning what the list stands for
 */
record ListOr<E, T>(ListShape<E> brief, Function<List<E>, T> meaning, Section<T> full) implements Shape<T> {

    @Override
    public Optional<T> read(YamlNode node, Reading reading) {
        return node instanceof YamlNode.Sequence ? brief.read(node, reading).map(meaning) : full.read(node, reading);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodes.object();
        schema.putArray("anyOf").add(brief.schema()).add(full.schema());
        return schema;
    }

    @Override
    public String words() {
        return full.words() + ", or " + brief.words();
    }

    @Override
    public void sections(String path, BiConsumer<String, Section<?>> found) {
        full.sections(path, found);
    }
}
