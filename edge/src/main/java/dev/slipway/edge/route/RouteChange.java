package dev.slipway.edge.route;

import dev.slipway.kernel.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the control plane asks for: the new content of a route, the epoch of its lease, and the revision that it saw.
 *
 * @param epoch fencing token: lower than one that the edge has seen means that the caller lost its lease
 * @param revision the revision that the caller read last, 0 for a route that is not there yet
 * @param drainTimeoutMillis null for 30 s
 * @param rules how requests are treated on their way; null for none
 */
public record RouteChange(
        long epoch,
        long revision,
        @Nullable List<String> hosts,
        @Nullable String pathPrefix,
        @Nullable List<Pool> pools,
        @Nullable Long drainTimeoutMillis,
        @Nullable Rules rules) {

    private static final long DEFAULT_DRAIN_MILLIS = 30_000;
    private static final long MAX_DRAIN_MILLIS = 24L * 3600 * 1000;
    private static final int MAX_WEIGHT = 1_000_000;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:-]{0,127}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:+/-]{0,127}");
    private static final Pattern HOST =
            Pattern.compile("\\*|(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?|\\[[0-9a-f:.]+]");
    private static final Pattern PREFIX = Pattern.compile("/[\\x21\\x22\\x24-\\x3e\\x40-\\x7e]*");

    /**
     * The route that this change asks for.
     *
     * @throws Problem of kind INVALID, when it could not carry traffic
     */
    Route toRoute(String key, long newRevision) {
        if (!KEY.matcher(key).matches()) {
            throw invalid("bad-key", "'" + key + "' cannot name a route", "use letters, digits and . _ @ : -");
        }
        List<Pool> wanted = pools == null ? List.of() : pools;
        checkPools(wanted);
        RulesCheck.check(rules, wanted);
        return new Route(key, epoch, newRevision, checkedHosts(), checkedPrefix(), wanted, checkedDrain(), rules);
    }

    private List<String> checkedHosts() {
        if (hosts == null || hosts.isEmpty()) {
            throw invalid(
                    "no-hosts", "the route names no host", "give hosts, such as [\"shop.localhost\"], or [\"*\"]");
        }
        List<String> lower = hosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        for (String host : lower) {
            if (!HOST.matcher(host).matches()) {
                throw invalid("bad-host", "'" + host + "' is no host name", "write it without scheme, port and path");
            }
        }
        return lower;
    }

    private String checkedPrefix() {
        String prefix = pathPrefix == null || pathPrefix.isEmpty() ? "/" : pathPrefix;
        if (!PREFIX.matcher(prefix).matches()) {
            throw invalid("bad-path", "'" + prefix + "' is no path prefix", "begin it with / and leave out ? and #");
        }
        return prefix.length() > 1 && prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private long checkedDrain() {
        long drain = drainTimeoutMillis == null ? DEFAULT_DRAIN_MILLIS : drainTimeoutMillis;
        if (drain < 0 || drain > MAX_DRAIN_MILLIS) {
            throw invalid("bad-drain-timeout", "drainTimeoutMillis is " + drain, "give 0 to " + MAX_DRAIN_MILLIS);
        }
        return drain;
    }

    private static void checkPools(List<Pool> pools) {
        Set<String> releases = new HashSet<>();
        for (Pool pool : pools) {
            checkName("release", pool.release());
            if (!releases.add(pool.release())) {
                throw invalid("twin-release", "release '" + pool.release() + "' has two pools", "merge them into one");
            }
            if (pool.weight() < 0 || pool.weight() > MAX_WEIGHT) {
                throw invalid(
                        "bad-weight", "the weight is " + pool.weight(), "give an integer from 0 to " + MAX_WEIGHT);
            }
            checkInstances(pool);
        }
        if (pools.stream().noneMatch(Pool::receives)) {
            throw invalid(
                    "no-receiver",
                    "no pool has both a weight above 0 and an instance",
                    "give at least one, or delete the route");
        }
    }

    private static void checkInstances(Pool pool) {
        Set<String> ids = new HashSet<>();
        for (Instance instance : pool.instances()) {
            checkName("instance", instance.id());
            instance.socketAddress();
            if (!ids.add(instance.id())) {
                throw invalid("twin-instance", "instance '" + instance.id() + "' is listed twice", "list it once");
            }
        }
    }

    private static void checkName(String what, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw invalid("bad-name", "'" + name + "' cannot name a " + what, "use letters, digits and . _ @ : + / -");
        }
    }

    private static Problem invalid(String code, String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, code, message, hint);
    }
}
