package dev.slipway.edge.traffic;

import dev.slipway.edge.http.RequestHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One version of the route table in the form that requests are looked up in. Immutable. */
final class Table {

    static final Table EMPTY = new Table(Map.of());

    private final Map<String, List<Entry>> byHost;

    /** @param byHost for each host its entries, the longest prefix first */
    Table(Map<String, List<Entry>> byHost) {
        Map<String, List<Entry>> copy = new HashMap<>();
        byHost.forEach((host, entries) -> copy.put(host, List.copyOf(entries)));
        this.byHost = Map.copyOf(copy);
    }

    /** By exact host, then {@code *.} and the parent, then {@code *}: three look-ups at most, however many routes. */
    @Nullable
    Entry find(String host, RequestHead request) {
        Entry exact = under(byHost.get(host), request);
        if (exact != null) {
            return exact;
        }
        int dot = host.indexOf('.');
        Entry wild = dot < 0 ? null : under(byHost.get("*" + host.substring(dot)), request);
        return wild != null ? wild : under(byHost.get("*"), request);
    }

    private static @Nullable Entry under(@Nullable List<Entry> entries, RequestHead request) {
        if (entries == null) {
            return null;
        }
        for (Entry entry : entries) {
            if (request.isUnder(entry.prefix)) {
                return entry;
            }
        }
        return null;
    }

    /** One route: its prefix and the releases that receive. */
    static final class Entry {
        private final byte[] prefix;
        private final Arm[] arms;
        private final int totalWeight;

        Entry(byte[] prefix, List<Arm> arms) {
            this.prefix = prefix;
            this.arms = arms.toArray(new Arm[0]);
            this.totalWeight = arms.stream().mapToInt(Arm::weight).sum();
        }

        int prefixLength() {
            return prefix.length;
        }

        /** A release at random, each with the probability of its weight, whatever was drawn before. */
        Arm draw() {
            if (arms.length == 1) {
                return arms[0];
            }
            int ticket = ThreadLocalRandom.current().nextInt(totalWeight);
            int at = 0;
            while (ticket >= arms[at].weight()) {
                ticket -= arms[at].weight();
                at++;
            }
            return arms[at];
        }
    }
}
