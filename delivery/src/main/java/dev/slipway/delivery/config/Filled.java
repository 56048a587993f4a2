package dev.slipway.delivery.config;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A section as read: the values of its keys, with the defaults filled in and with the places where they were written.
 *
 * @param name the name under which the section stands, such as that of a service; empty for a section without one
 * @param position where the section starts
 * @param values by key; a key without value and without default is not in it
 * @param nodes by key; only what was written
 * @param reading where complaints go
 */
record Filled(
        String name, Position position, Map<String, Object> values, Map<String, YamlNode> nodes, Reading reading) {

    /** The value of a key that is required or has a default. */
    <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has neither value nor default"));
    }

    /** The value, if there is one. */
    @SuppressWarnings("unchecked") // the section stored what the key's own shape read
    <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    boolean written(Key<?> key) {
        return nodes.containsKey(key.name());
    }

    /** Where the key's value was written, or else where the section starts. */
    Position at(Key<?> key) {
        YamlNode node = nodes.get(key.name());
        return node == null ? position : node.position();
    }

    /** Where a key within the key's own section was written. */
    Position at(Key<?> key, Key<?> inner) {
        return Optional.ofNullable(nodes.get(key.name()))
                .filter(YamlNode.Mapping.class::isInstance)
                .flatMap(section -> ((YamlNode.Mapping) section).get(inner.name()))
                .map(YamlNode::position)
                .orElseGet(() -> at(key));
    }

    /** Where an item of the key's list was written. */
    Position at(Key<?> key, int index) {
        return nodes.get(key.name()) instanceof YamlNode.Sequence list
                ? list.items().get(index).position()
                : at(key);
    }

    void refuse(Position at, String code, String message, @Nullable String hint) {
        reading.refuse(code, at, message, hint);
    }
}
