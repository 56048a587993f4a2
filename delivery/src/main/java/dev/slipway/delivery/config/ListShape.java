package dev.slipway.delivery.config;

import dev.slipway.kernel.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sequence of like values.
 *
 * @param least how many there must be
 */
record ListShape<T>(Shape<T> item, int least) implements Shape<List<T>> {

    static <T> ListShape<T> of(Shape<T> item) {
        return new ListShape<>(item, 0);
    }

    @Override
    public Optional<List<T>> read(YamlNode node, Reading reading) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            reading.wrongType(node, words(), "write it as [a, b] or with a dash per item");
            return Optional.empty();
        }
        if (sequence.items().size() < least) {
            reading.refuse("too-few", node.position(), "at least " + least + " item is needed here", null);
            return Optional.empty();
        }
        List<T> values = new ArrayList<>();
        sequence.items().forEach(each -> item.read(each, reading).ifPresent(values::add));
        return values.size() == sequence.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodes.object().put("type", "array");
        if (least > 0) {
            schema.put("minItems", least);
        }
        schema.set("items", item.schema());
        return schema;
    }

    @Override
    public String words() {
        return "list of " + item.words();
    }

    @Override
    public void sections(String path, BiConsumer<String, Section<?>> found) {
        item.sections(path + "[]", found);
    }
}
