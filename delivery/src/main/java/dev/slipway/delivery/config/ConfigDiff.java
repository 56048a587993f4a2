package dev.slipway.delivery.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a deploy changes in the configuration, in the words of {@code slipway.yml}. */
public final class ConfigDiff {

    private ConfigDiff() {}

    /**
     * One difference.
     *
     * @param key path of the key, such as {@code services.shop.instances}
     * @param from absent when the key is new
     * @param to absent when the key is gone
     */
    public record Change(String key, Optional<String> from, Optional<String> to) {}

    /** The differences in the order of the new file, those that are gone at the end. Defaults count as written. */
    public static List<Change> between(DeliveryConfig before, DeliveryConfig after) {
        Map<String, String> old = ConfigLines.of(before);
        Map<String, String> now = ConfigLines.of(after);
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(old.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            Optional<String> from = Optional.ofNullable(old.get(key));
            Optional<String> to = Optional.ofNullable(now.get(key));
            if (!from.equals(to)) {
                changes.add(new Change(key, from, to));
            }
        }
        return List.copyOf(changes);
    }
}
