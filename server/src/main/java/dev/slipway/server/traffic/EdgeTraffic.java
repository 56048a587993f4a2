package dev.slipway.server.traffic;

import dev.slipway.delivery.config.TrafficRules;
import dev.slipway.delivery.judge.LatencyHistogram;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * Talks to the edge over its admin API. A route is changed by compare-and-set against the revision that was read, and
 * what the edge answers is compared with what was wanted: only then is it believed.
 */
public final class EdgeTraffic implements Traffic {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int ATTEMPTS = 3;

    private final Path folder;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /** @param folder of the edge, where it announces its addresses */
    public EdgeTraffic(Path folder) {
        this.folder = folder;
    }

    /** What was last confirmed, so that an unchanged wish costs nothing and a changed one needs not be preceded by a look. */
    private record Sent(String bootId, Route route, long revision) {}

    @Override
    public void ensure(Route route) {
        ensure(route, "/");
    }

    /** The same for requests under a path alone. */
    public void ensure(Route route, String pathPrefix) {
        EdgeAddress edge = EdgeAddress.read(folder);
        Optional<Sent> last = Optional.ofNullable(sent.get(route.key()))
                .filter(known -> known.bootId().equals(edge.bootId()));
        if (last.filter(known -> known.route().equals(route)).isPresent()) {
            return;
        }
        long seen = last.map(Sent::revision).orElseGet(() -> revision(edge, route.key()));
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> answer = put(edge, route, pathPrefix, seen);
            if (answer.statusCode() / 100 == 2) {
                JsonNode stored = Json.mapper().readTree(answer.body());
                confirm(route, stored);
                sent.put(
                        route.key(),
                        new Sent(edge.bootId(), route, stored.path("revision").asLong()));
                return;
            }
            String code = code(answer);
            if (answer.statusCode() != CONFLICT || !code.equals("stale-revision") || attempt == ATTEMPTS) {
                throw refused(answer, code);
            }
            seen = revision(edge, route.key());
        }
    }

    private HttpResponse<String> put(EdgeAddress edge, Route route, String pathPrefix, long revision) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("epoch", route.epoch());
        body.put("revision", revision);
        body.put("hosts", route.hosts());
        body.put("pathPrefix", pathPrefix);
        body.put("pools", route.pools());
        body.put("drainTimeoutMillis", route.rules().drain().toMillis());
        if (!route.rules().equals(TrafficRules.NONE)) {
            body.put(
                    "rules",
                    RulesJson.of(route.rules(), route.pools().getFirst().release()));
        }
        return send(HttpRequest.newBuilder(edge.uri("/v1/routes/" + encode(route.key())))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    private static void confirm(Route wanted, JsonNode stored) {
        List<Pool> pools = pools(stored);
        if (!pools.equals(wanted.pools())) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "route-differs",
                    "the edge stored another route for " + wanted.key() + " than it was told",
                    "it is told again");
        }
    }

    @Override
    public void remove(String key, long epoch) {
        EdgeAddress edge = EdgeAddress.read(folder);
        sent.remove(key);
        long revision = revision(edge, key);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        edge.uri("/v1/routes/" + encode(key) + "?epoch=" + epoch + "&revision=" + revision))
                .DELETE());
        if (answer.statusCode() / 100 != 2 && answer.statusCode() != NOT_FOUND) {
            throw refused(answer, code(answer));
        }
    }

    @Override
    public Optional<Route> route(String key) {
        return find(EdgeAddress.read(folder), key)
                .map(node -> new Route(key, node.path("epoch").asLong(), strings(node.path("hosts")), pools(node)));
    }

    @Override
    public List<String> keys(String project, String environment) {
        List<String> keys = new ArrayList<>();
        for (JsonNode route : get("/v1/routes").path("routes")) {
            String key = route.path("key").asString();
            if (key.startsWith(Traffic.key(project, environment, ""))) {
                keys.add(key);
            }
        }
        return keys;
    }

    @Override
    public Counts counts() {
        JsonNode stats = get("/v1/stats");
        Map<String, Map<String, ReleaseCounts>> byRoute = new HashMap<>();
        for (JsonNode route : stats.path("routes")) {
            Map<String, ReleaseCounts> releases = new HashMap<>();
            for (JsonNode release : route.path("releases")) {
                releases.put(release.path("release").asString(), releaseCounts(release));
            }
            byRoute.put(route.path("key").asString(), releases);
        }
        return new Counts(stats.path("bootId").asString(), byRoute);
    }

    private JsonNode get(String path) {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(EdgeAddress.read(folder).uri(path)).GET());
        if (answer.statusCode() / 100 != 2) {
            throw refused(answer, code(answer));
        }
        return Json.mapper().readTree(answer.body());
    }

    private static ReleaseCounts releaseCounts(JsonNode release) {
        Map<Long, Long> latency = new HashMap<>();
        for (JsonNode bucket : release.path("latency").path("buckets")) {
            latency.merge(bucket.path("le").asLong(), bucket.path("count").asLong(), Long::sum);
        }
        Map<String, Running> byInstance = new HashMap<>();
        for (JsonNode instance : release.path("instances")) {
            byInstance.merge(instance.path("id").asString(), running(instance), Running::and);
        }
        return new ReleaseCounts(
                release.path("requests").asLong(),
                release.path("errors").asLong(),
                release.path("inFlight").asLong(),
                LatencyHistogram.of(latency),
                byInstance);
    }

    private static Running running(JsonNode instance) {
        JsonNode left = instance.path("leftMillis");
        return new Running(
                instance.path("inFlight").asLong(),
                left.isNumber() ? Optional.of(Duration.ofMillis(left.asLong())) : Optional.empty());
    }

    private long revision(EdgeAddress edge, String key) {
        return find(edge, key).map(node -> node.path("revision").asLong()).orElse(0L);
    }

    private Optional<JsonNode> find(EdgeAddress edge, String key) {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(edge.uri("/v1/routes/" + encode(key))).GET());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        if (answer.statusCode() / 100 != 2) {
            throw refused(answer, code(answer));
        }
        return Optional.of(Json.mapper().readTree(answer.body()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.header("Authorization", "Bearer " + EdgeAddress.token(folder))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "edge-unreachable",
                    "the edge does not answer: " + e,
                    "it goes on with the routes it has; look at its log",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE, "interrupted", "the conversation with the edge was interrupted", null, e);
        }
    }

    private static List<Pool> pools(JsonNode route) {
        List<Pool> pools = new ArrayList<>();
        for (JsonNode pool : route.path("pools")) {
            List<Target> targets = new ArrayList<>();
            for (JsonNode target : pool.path("instances")) {
                targets.add(new Target(
                        target.path("id").asString(), target.path("address").asString()));
            }
            pools.add(new Pool(
                    pool.path("release").asString(), pool.path("weight").asInt(), targets));
        }
        return pools;
    }

    private static List<String> strings(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asString()));
        return texts;
    }

    private static String code(HttpResponse<String> answer) {
        try {
            return Json.mapper().readTree(answer.body()).path("code").asString("");
        } catch (tools.jackson.core.JacksonException e) {
            return "";
        }
    }

    private static Problem refused(HttpResponse<String> answer, String code) {
        boolean fenced = code.equals("stale-epoch");
        return Problem.of(
                fenced ? Problem.Kind.CONFLICT : Problem.Kind.UNAVAILABLE,
                fenced ? code : "edge-refused",
                "the edge refused: " + answer.statusCode() + " " + answer.body(),
                fenced ? "another control plane has taken over; this one must stop" : "look at the edge's log");
    }

    private static String encode(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }
}
