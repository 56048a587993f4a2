package dev.slipway.edge.traffic;

import dev.slipway.edge.route.AddressRange;
import dev.slipway.edge.route.Rules;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route's rules, ready to be applied. */
public final class RouteRules {

    private final Rules rules;
    private final String last;
    private final List<AddressRange> allow;
    private final List<AddressRange> deny;
    private final List<RateGate> gates;

    /**
     * @param last the release that rules mean which name none
     * @param gates one for each rate limit, kept over changes of the route
     */
    RouteRules(Rules rules, String last, List<RateGate> gates) {
        this.rules = rules;
        this.last = last;
        this.allow = ranges(rules.allow());
        this.deny = ranges(rules.deny());
        this.gates = List.copyOf(gates);
    }

    private static List<AddressRange> ranges(@Nullable List<String> texts) {
        return texts == null
                ? List.of()
                : texts.stream().map(AddressRange::parse).toList();
    }

    /** As the control plane gave them. */
    public Rules rules() {
        return rules;
    }

    /** A denied range wins over an allowed one. */
    public boolean admits(InetAddress client) {
        return deny.stream().noneMatch(range -> range.contains(client))
                && (allow.isEmpty() || allow.stream().anyMatch(range -> range.contains(client)));
    }

    /**
     * Counts a request against the rate limits.
     *
     * @return 0 when it passes, else the nanoseconds to wait
     */
    public long pass(InetAddress client, long nanoTime) {
        for (RateGate gate : gates) {
            long wait = gate.pass(client, nanoTime);
            if (wait > 0) {
                return wait;
            }
        }
        return 0;
    }

    /** The release that a rule means. */
    public String release(@Nullable String named) {
        return named == null ? last : named;
    }
}
