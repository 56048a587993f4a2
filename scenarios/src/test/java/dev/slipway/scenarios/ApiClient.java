package dev.slipway.scenarios;

import dev.slipway.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The public HTTP API, as one account uses it. */
record ApiClient(HttpClient http, String url, String token) {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    static ApiClient of(String url) {
        return new ApiClient(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), url, "");
    }

    /** Makes the first account and speaks for it from then on. */
    ApiClient setUp(String setupToken) throws IOException, InterruptedException {
        JsonNode answer = post(
                "/api/v1/setup", Map.of("setupToken", setupToken, "name", "ada", "password", "correct horse battery"));
        return new ApiClient(http, url, answer.path("token").asString());
    }

    List<JsonNode> list(String path) throws IOException, InterruptedException {
        return StreamSupport.stream(send(request(path).GET()).spliterator(), false)
                .toList();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    /** Whether the answer is 2xx; false for a 409, which says that it comes too late. */
    boolean accepts(String path, Map<String, ?> body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2 && status != 409) {
            throw new IOException(request.uri() + " answered " + status);
        }
        return status != 409;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** What is no JSON. */
    String text(String path) throws IOException, InterruptedException {
        return answer(request(path).GET());
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        return Json.mapper().readTree(answer(builder));
    }

    private String answer(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
