package dev.slipway.edge.route;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the route table as it stands.
 *
 * @param key the control plane's name for it
 * @param epoch of the lease under which it was written last
 * @param revision 1 for the first version, one more with each change
 * @param hosts names in lower case without port; {@code *.example.com} covers one level, {@code *} all the rest
 * @param pathPrefix whole segments, such as {@code /} or {@code /api}; the longest that fits wins
 * @param pools at least one of them receives requests
 * @param drainTimeoutMillis how long requests may go on at an instance that has left the table
 * @param rules how requests are treated on their way; null for none
 */
public record Route(
        String key,
        long epoch,
        long revision,
        List<String> hosts,
        String pathPrefix,
        List<Pool> pools,
        long drainTimeoutMillis,
        @Nullable Rules rules) {

    public Route {
        hosts = List.copyOf(hosts);
        pools = List.copyOf(pools);
    }

    /** Equal in all that concerns traffic, whoever wrote it and when. */
    boolean routesLike(Route other) {
        return hosts.equals(other.hosts)
                && pathPrefix.equals(other.pathPrefix)
                && pools.equals(other.pools)
                && drainTimeoutMillis == other.drainTimeoutMillis
                && Objects.equals(rules, other.rules);
    }

    Route withEpoch(long newEpoch) {
        return new Route(key, newEpoch, revision, hosts, pathPrefix, pools, drainTimeoutMillis, rules);
    }
}
