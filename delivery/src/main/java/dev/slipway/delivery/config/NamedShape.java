package dev.slipway.delivery.config;

import dev.slipway.kernel.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sections that know the name under which they stand, in the file's order.
 *
 * @param name what the names must look like
 * @param least how many there must be
 */
record NamedShape<T>(Plain<String> name, Section<T> section, int least) implements Shape<Map<String, T>> {

    @Override
    public Optional<Map<String, T>> read(YamlNode node, Reading reading) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            reading.wrongType(node, words(), null);
            return Optional.empty();
        }
        if (mapping.entries().size() < least) {
            reading.refuse("too-few", node.position(), "at least " + least + " entry is needed here", null);
            return Optional.empty();
        }
        Map<String, T> values = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            Optional<String> key = name.read(entry.key(), reading);
            Optional<T> value = section.read(entry.key().text(), entry.value(), reading);
            if (key.isPresent() && value.isPresent()) {
                values.put(key.get(), value.get());
            }
        }
        return values.size() == mapping.entries().size()
                ? Optional.of(Collections.unmodifiableMap(values))
                : Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodes.object().put("type", "object");
        if (least > 0) {
            schema.put("minProperties", least);
        }
        schema.set("propertyNames", name.schema());
        schema.set("additionalProperties", section.schema());
        return schema;
    }

    @Override
    public String words() {
        return "sections by name";
    }

    @Override
    public void sections(String path, BiConsumer<String, Section<?>> found) {
        section.sections(path + ".<name>", found);
    }
}
