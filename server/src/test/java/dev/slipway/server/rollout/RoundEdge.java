package dev.slipway.server.rollout;

import dev.slipway.delivery.judge.LatencyHistogram;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An edge that outlives control planes as the real one does, but lets customers through only when somebody asks for
 * counts: one round of them, spread over the pools by weight, each a real request to a real instance.
 */
final class RoundEdge implements Traffic {

    private static final int ROUND = 40;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Route> routes = new TreeMap<>();
    private final Map<String, Map<String, ReleaseCounts>> counts = new HashMap<>();
    private final List<String> unanswered = new ArrayList<>();
    private @Nullable String busy;
    private Running stuck = new Running(1, Optional.empty());
    private int heldLooks;
    private boolean away;
    private int refused;

    @Override
    public synchronized void ensure(Route route) {
        answer();
        refuseStale(route.key(), route.epoch());
        routes.put(route.key(), route);
    }

    @Override
    public synchronized void remove(String key, long epoch) {
        answer();
        refuseStale(key, epoch);
        routes.remove(key);
    }

    /** From now on it cannot be reached, or can again; users are served all the same. */
    synchronized void cut(boolean off) {
        away = off;
        refused = 0;
    }

    /** How often somebody has asked in vain since it was cut off. */
    synchronized int refused() {
        return refused;
    }

    private void answer() {
        if (away) {
            refused++;
            throw Problem.of(Problem.Kind.UNAVAILABLE, "edge-unreachable", "the edge does not answer", null);
        }
    }

    private void refuseStale(String key, long epoch) {
        Route known = routes.get(key);
        if (known != null && known.epoch() > epoch) {
            throw Problem.of(Problem.Kind.CONFLICT, "stale-epoch", "epoch " + epoch + " is over", null);
        }
    }

    @Override
    public synchronized Optional<Route> route(String key) {
        return Optional.ofNullable(routes.get(key));
    }

    @Override
    public synchronized List<String> keys(String project, String environment) {
        return routes.keySet().stream()
                .filter(key -> key.startsWith(Traffic.key(project, environment, "")))
                .toList();
    }

    @Override
    public synchronized Counts counts() {
        answer();
        routes.values().forEach(this::round);
        Map<String, Map<String, ReleaseCounts>> copy = new HashMap<>();
        counts.forEach((key, byRelease) -> {
            Map<String, ReleaseCounts> seen = new HashMap<>(byRelease);
            seen.replaceAll(this::held);
            copy.put(key, seen);
        });
        return new Counts("boot-1", Map.copyOf(copy));
    }

    /** From now on a request that does not end is under way on that release; null lets it end. */
    synchronized void hold(@Nullable String release) {
        busy = release;
        heldLooks = 0;
    }

    /** From now on what is under way there should have ended that long ago. */
    synchronized void overdue(Duration left) {
        stuck = new Running(1, Optional.of(left));
    }

    /** How often somebody has seen the request that does not end. */
    synchronized int heldLooks() {
        return heldLooks;
    }

    private ReleaseCounts held(String release, ReleaseCounts counted) {
        if (!release.equals(busy)) {
            return counted;
        }
        heldLooks++;
        return new ReleaseCounts(
                counted.requests(),
                counted.errors(),
                stuck.inFlight(),
                counted.latency(),
                Map.of("production.web." + release + ".0", stuck));
    }

    /** Requests that met no instance where the route said that there is one. */
    synchronized List<String> unanswered() {
        return List.copyOf(unanswered);
    }

    private void round(Route route) {
        int total = route.pools().stream().mapToInt(Pool::weight).sum();
        for (int customer = 0; customer < ROUND; customer++) {
            ask(route, poolAt(route, customer * total / ROUND));
        }
    }

    private static Pool poolAt(Route route, int place) {
        int left = place;
        for (Pool pool : route.pools()) {
            left -= pool.weight();
            if (left < 0) {
                return pool;
            }
        }
        throw new IllegalStateException("no pool of " + route + " has any weight");
    }

    private void ask(Route route, Pool pool) {
        Target target = pool.instances().getFirst();
        long start = System.nanoTime();
        int status = status(target);
        LatencyHistogram latency = LatencyHistogram.ofMicros((System.nanoTime() - start) / 1000);
        counts.computeIfAbsent(route.key(), _ -> new HashMap<>())
                .merge(
                        pool.release(),
                        new ReleaseCounts(1, status >= 500 ? 1 : 0, 0, latency),
                        (before, one) -> new ReleaseCounts(
                                before.requests() + 1,
                                before.errors() + one.errors(),
                                0,
                                before.latency().merge(one.latency())));
    }

    private int status(Target target) {
        try {
            URI uri = URI.create("http://" + target.address() + "/");
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            unanswered.add(target.id() + ": " + e);
            return 502;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the edge was not heard out", null, e);
        }
    }
}
