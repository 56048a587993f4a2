package dev.slipway.server.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.testkit.Conformance;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Replays the recorded exchanges of the real clients, and compares status and shape of the answers. */
class WireTranscriptTest {

    private static final byte[] CONTENT = "some bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final Map<String, String> urls = new TreeMap<>();
    private String artifactId = "";

    @Test
    void exchanges_areAnsweredAsTheyWereRecorded() throws Exception {
        Path transcript = Conformance.file("actions/wire/artifact-6.2.1_cache-6.3.0.json");
        List<String> failures = new ArrayList<>();
        int total = 0;
        try (ResultsHouse house = new ResultsHouse(folder, InstantSource.system())) {
            for (JsonNode exchange : Json.mapper().readTree(Files.readString(transcript))) {
                total++;
                String recorded = exchange.path("resp").asString();
                String actual = answer(house, exchange);
                if (!actual.equals(shape(recorded))) {
                    failures.add(exchange.path("path") + ": expected " + shape(recorded) + ", was " + actual);
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(total).isGreaterThanOrEqualTo(15);
    }

    private String answer(ResultsHouse house, JsonNode exchange) throws Exception {
        String path = exchange.path("path").asString();
        if (path.startsWith("/twirp/")) {
            HttpResponse<String> response = house.call(
                    house.session.token(),
                    path.replace(ResultsHouse.SERVICE, ""),
                    body(exchange.path("body").asString()));
            JsonNode json = ResultsHouse.json(response);
            for (String field : List.of("signed_upload_url", "signed_url", "signed_download_url")) {
                json.path(field).asStringOpt().ifPresent(url -> urls.put(path(url, path), url));
            }
            json.path("artifact_id").asStringOpt().ifPresent(id -> artifactId = id);
            return shape(response.statusCode() + " " + response.body());
        }
        String direction = exchange.path("m").asString();
        boolean cache = path.contains("cache");
        String url = java.util.Objects.requireNonNull(urls.get(direction + cache), "no address for " + path);
        if (direction.equals("GET")) {
            return Integer.toString(house.get(url).statusCode());
        }
        StringBuilder query = new StringBuilder();
        exchange.path("query").properties().stream()
                .filter(field -> !field.getKey().equals("sig"))
                .forEach(field -> query.append('&')
                        .append(field.getKey())
                        .append('=')
                        .append(field.getValue().asString()));
        String body = exchange.path("body").asString();
        byte[] bytes = body.startsWith("<?xml") ? body.getBytes(java.nio.charset.StandardCharsets.UTF_8) : CONTENT;
        return Integer.toString(house.put(url + query, bytes).statusCode());
    }

    private static String path(String url, String method) {
        boolean download = method.endsWith("URL");
        assertThat(url).startsWith("http://127.0.0.1:");
        return (download ? "GET" : "PUT") + method.contains("Cache");
    }

    /** What depends on the bytes that were recorded is replaced: they are not in the transcript. */
    private String body(String recorded) {
        ObjectNode body = (ObjectNode) Json.mapper().readTree(recorded);
        for (String field : List.of("size", "size_bytes")) {
            if (body.has(field)) {
                body.put(field, Integer.toString(CONTENT.length));
            }
        }
        if (body.has("hash")) {
            body.put("hash", Digest.of(CONTENT).toString());
        }
        if (body.has("id_filter")) {
            body.put("id_filter", artifactId);
        }
        return body.toString();
    }

    /** The status, and the fields of the answer with those values that are no names of the moment. */
    private static String shape(String answer) {
        int blank = answer.indexOf(' ');
        if (blank < 0) {
            return answer;
        }
        StringBuilder shape = new StringBuilder(answer.substring(0, blank));
        describe(Json.mapper().readTree(answer.substring(blank)), "", shape);
        return shape.toString();
    }

    private static void describe(JsonNode node, String name, StringBuilder shape) {
        if (node.isArray()) {
            node.forEach(element -> describe(element, name + "[]", shape));
        } else if (node.isObject()) {
            toMap(node).forEach((key, value) -> {
                if (!key.equals("digest")) {
                    describe(value, name + "." + key, shape);
                }
            });
        } else {
            boolean fixed = node.isBoolean() || name.endsWith("name") || name.endsWith("_key");
            shape.append(' ').append(name).append('=').append(fixed ? node.asString() : node.getNodeType());
        }
    }

    private static Map<String, JsonNode> toMap(JsonNode node) {
        Map<String, JsonNode> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }
}
