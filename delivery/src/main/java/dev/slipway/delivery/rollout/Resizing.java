package dev.slipway.delivery.rollout;

import dev.slipway.delivery.config.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cuts a rolling update into stages of instances, all of which are known before it begins.
 *
 * <p>A service wants N instances; at no time do more than N + surge exist or fewer than N - unavailable serve. With n
 * new instances serving, a stage first lets old ones go until {@code N - unavailable - n} are left, then starts as many
 * new ones as find room beside those: up to {@code N + surge - old}. Surge and gap together are at least 1, so n grows
 * with every stage until it is N. This is the order of the Deployment controller of Kubernetes, taken as far as it may
 * go at once. A recreation is the extreme: no surge, and nothing needs to serve.
 */
final class Resizing {

    private final int surge;
    private final int unavailable;
    private final Map<String, Integer> wanted;
    private final Map<String, Integer> old;

    private Resizing(int surge, int unavailable, Map<String, Integer> wanted, Map<String, Integer> old) {
        this.surge = surge;
        this.unavailable = unavailable;
        this.wanted = wanted;
        this.old = old;
    }

    /**
     * The stages of a rolling update.
     *
     * @param wanted instances of the new release by service
     * @param old instances of the old release by service
     */
    static List<Stage> rolling(Strategy.Rolling rolling, Map<String, Integer> wanted, Map<String, Integer> old) {
        return new Resizing(rolling.maxSurge(), rolling.maxUnavailable(), wanted, old)
                .stages(Stage.watches(rolling.steps()));
    }

    /** One stage: all old instances go before the first new one starts. */
    static List<Stage> recreation(Map<String, Integer> wanted, Map<String, Integer> old) {
        return new Resizing(0, Integer.MAX_VALUE, wanted, old).stages(List.of());
    }

    /**
     * The stages of a restart: one instance after the other, the new one beside the old ones, unless the strategy has no
     * room for one more; then as the strategy has it.
     *
     * @param whole instances of the services of which all are replaced
     * @param parts instances of the services of which some are replaced
     */
    static List<Stage> restart(Strategy strategy, Map<String, Integer> whole, Map<String, Integer> parts) {
        Resizing room = switch (strategy) {
            case Strategy.Canary _, Strategy.BlueGreen _ -> new Resizing(1, 0, whole, whole);
            case Strategy.Rolling rolling ->
                rolling.maxSurge() > 0
                        ? new Resizing(rolling.maxSurge(), 0, whole, whole)
                        : new Resizing(0, rolling.maxUnavailable(), whole, whole);
            case Strategy.Recreate _ -> new Resizing(0, Integer.MAX_VALUE, whole, whole);
        };
        List<Stage> stages = whole.isEmpty() ? List.of(new Stage(100, List.of())) : room.stages(List.of());
        return room.surge > 0
                ? stages
                : stages.stream().map(stage -> leaving(stage, parts)).toList();
    }

    /** What is replaced in part goes first as well; what stays belongs to both sides, and never leaves. */
    private static Stage leaving(Stage stage, Map<String, Integer> parts) {
        Map<String, Slots> slots = new TreeMap<>(stage.slots());
        parts.forEach((service, count) -> slots.put(service, new Slots(count, 0)));
        return new Stage(stage.weight(), stage.watches(), Map.copyOf(slots));
    }

    private List<Stage> stages(List<Stage.Watch> watches) {
        List<Stage> stages = new ArrayList<>();
        Map<String, Slots> slots = new TreeMap<>();
        TreeSet<String> services = new TreeSet<>(wanted.keySet());
        services.addAll(old.keySet());
        services.forEach(service -> slots.put(service, new Slots(0, old.getOrDefault(service, 0))));
        do {
            slots.replaceAll(this::grown);
            stages.add(
                    whole(slots)
                            ? new Stage(100, watches, Map.copyOf(slots))
                            : new Stage(weight(slots), watches, Map.copyOf(slots)));
        } while (!whole(slots));
        return List.copyOf(stages);
    }

    private Slots grown(String service, Slots before) {
        long all = wanted.getOrDefault(service, 0);
        if (all == 0) {
            return before;
        }
        long left = Math.clamp(all - unavailable - before.next(), 0, before.previous());
        long next = Math.max(before.next(), Math.min(all, all + surge - left));
        return new Slots(Math.toIntExact(next), Math.toIntExact(left));
    }

    private boolean whole(Map<String, Slots> slots) {
        return slots.entrySet().stream()
                .allMatch(service -> service.getValue().next() == wanted.getOrDefault(service.getKey(), 0));
    }

    /** The new instances' part of all; never nothing and never everything while both serve. */
    private static int weight(Map<String, Slots> slots) {
        int next = slots.values().stream().mapToInt(Slots::next).sum();
        int all = next + slots.values().stream().mapToInt(Slots::previous).sum();
        return Math.clamp(Math.round(100.0f * next / all), 1, 99);
    }
}
