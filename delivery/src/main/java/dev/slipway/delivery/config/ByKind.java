package dev.slipway.delivery.config;

import dev.slipway.kernel.yaml.YamlNode;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/** A value that may be written in short, as one word or text, or in full. */
record ByKind<T>(Plain<T> brief, Shape<T> full) implements Shape<T> {

    @Override
    public Optional<T> read(YamlNode node, Reading reading) {
        return node instanceof YamlNode.Scalar scalar && brief.kinds().contains(scalar.kind())
                ? brief.read(node, reading)
                : full.read(node, reading);
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
