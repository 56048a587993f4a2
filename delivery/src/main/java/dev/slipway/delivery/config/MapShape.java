package dev.slipway.delivery.config;

import dev.slipway.kernel.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * A mapping from names of the author's choice to like values, in the file's order.
 *
 * @param name what the keys must look like
 */
record MapShape<T>(Plain<String> name, Shape<T> value) implements Shape<Map<String, T>> {

    @Override
    public Optional<Map<String, T>> read(YamlNode node, Reading reading) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            reading.wrongType(node, words(), null);
            return Optional.empty();
        }
        Map<String, T> values = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            Optional<String> key = name.read(entry.key(), reading);
            Optional<T> read = value.read(entry.value(), reading);
            if (key.isPresent() && read.isPresent()) {
                values.put(key.get(), read.get());
            }
        }
        return values.size() == mapping.entries().size()
                ? Optional.of(Collections.unmodifiableMap(values))
                : Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodes.object().put("type", "object");
        schema.set("propertyNames", name.schema());
        schema.set("additionalProperties", value.schema());
        return schema;
    }

    @Override
    public String words() {
        return "mapping of " + name.words() + " to " + value.words();
    }

    @Override
    public void sections(String path, BiConsumer<String, Section<?>> found) {
        value.sections(path + ".<name>", found);
    }
}
