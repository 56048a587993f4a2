package dev.slipway.containers;

import java.util.List;
import java.util.Map;

/** Labels in the words of the engine's filters. */
final class Labels {

    private Labels() {}

    static List<String> filters(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
    }
}
