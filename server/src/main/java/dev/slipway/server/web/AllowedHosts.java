package dev.slipway.server.web;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names by which the server may be called. A browser that was tricked into resolving a stranger's name to this
 * machine sends that name along, and is sent away (DNS rebinding). Names below {@code localhost} can be nobody else's
 * (RFC 6761, section 6.3).
 *
 * @param names lower case, without port
 */
public record AllowedHosts(Set<String> names) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public AllowedHosts {
        names = Set.copyOf(names);
    }

    /** Names of the loopback interface, and those that were configured. */
    public static AllowedHosts loopbackAnd(Set<String> configured) {
        Set<String> names = new TreeSet<>(LOOPBACK);
        configured.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return new AllowedHosts(names);
    }

    /** @param authority the {@code Host} header: a name or address, perhaps with a port */
    public boolean allows(String authority) {
        String host = hostOf(authority);
        return names.contains(host) || host.endsWith(".localhost");
    }

    private static String hostOf(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        boolean port = colon >= 0 && colon > lower.lastIndexOf(']');
        return port ? lower.substring(0, colon) : lower;
    }
}
