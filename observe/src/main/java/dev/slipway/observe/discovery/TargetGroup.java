package dev.slipway.observe.discovery;

import java.util.List;
import java.util.Map;

/**
 * Targets with labels that they share.
 *
 * @param targets {@code host:port}
 * @param labels of each of them, {@code __meta_} ones included
 */
public record TargetGroup(List<String> targets, Map<String, String> labels) {

    public TargetGroup {
        targets = List.copyOf(targets);
        labels = Map.copyOf(labels);
    }

    TargetGroup with(String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(labels);
        more.put(name, value);
        return new TargetGroup(targets, more);
    }
}
