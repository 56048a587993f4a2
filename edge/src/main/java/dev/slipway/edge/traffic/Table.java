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
    private final boolean ruled;

    /** @param byHost for each host its entries, the longest prefix first */
    Table(Map<String, List<Entry>> byHost) {
        Map<String, List<Entry>> copy = new HashMap<>();
        byHost.forEach((host, entries) -> copy.put(host, List.copyOf(entries)));
        this.byHost = Map.copyOf(copy);
        this.ruled = copy.values().stream().flatMap(List::stream).anyMatch(entry -> entry.rules != null);
    }

    /** Some route has rules; else nobody needs to look for them. */
    boolean isRuled() {
        return ruled;
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
        private final List<Arm> all;
        private final int totalWeight;
        private final @Nullable RouteRules rules;

        /** @param all the releases with instances, also those without weight, which only rules lead to */
        Entry(byte[] prefix, List<Arm> all, @Nullable RouteRules rules) {
            this.prefix = prefix;
            this.all = List.copyOf(all);
            this.arms = all.stream().filter(arm -> arm.weight() > 0).toArray(Arm[]::new);
            this.totalWeight = all.stream().mapToInt(Arm::weight).sum();
            this.rules = rules;
        }

        @Nullable
        RouteRules rules() {
            return rules;
        }

        /** The release of that name, whatever its weight; null when it has no instance. */
        @Nullable
        Arm arm(String release) {
            for (Arm arm : all) {
                if (arm.traffic().release().equals(release)) {
                    return arm;
                }
            }
            return null;
        }

        /** A tester's release where it is, else the user's own, else one at random. */
        Arm draw(Choice choice) {
            Arm named = choice.release() == null ? null : arm(choice.release());
            if (named != null) {
                return named;
            }
            return choice.user() == null ? draw() : Rendezvous.choose(arms, choice.user());
        }

        int prefixLength() {
            return prefix.length;
        }

        /** A release at random, each with the probability of its weight, whatever was drawn before. */
        private Arm draw() {
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
