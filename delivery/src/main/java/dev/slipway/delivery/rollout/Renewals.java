package dev.slipway.delivery.rollout;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How often instances of a release have been replaced by others of the same release. A renewed instance has another name
 * than the one that it replaces, so that both can run beside each other until the new one serves.
 *
 * @param counts by ordinal, by service; what was never replaced is not in it
 */
public record Renewals(Map<String, Map<Integer, Integer>> counts) {

    /** Nothing has been replaced. */
    public static final Renewals NONE = new Renewals(Map.of());

    public Renewals {
        counts = Map.copyOf(counts);
    }

    public int of(String service, int ordinal) {
        return counts.getOrDefault(service, Map.of()).getOrDefault(ordinal, 0);
    }

    /** With these instances of the service replaced once more. */
    public Renewals and(String service, Collection<Integer> ordinals) {
        Map<String, Map<Integer, Integer>> more = new HashMap<>(counts);
        Map<Integer, Integer> ofService = new TreeMap<>(counts.getOrDefault(service, Map.of()));
        ordinals.forEach(ordinal -> ofService.merge(ordinal, 1, Integer::sum));
        more.put(service, Map.copyOf(ofService));
        return new Renewals(more);
    }

    /** Ordinals of the service that were replaced after it was so. */
    Set<Integer> since(Renewals before, String service) {
        Set<Integer> changed =
                new TreeSet<>(counts.getOrDefault(service, Map.of()).keySet());
        changed.removeIf(ordinal -> of(service, ordinal) == before.of(service, ordinal));
        return changed;
    }
}
