package dev.slipway.cli;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The server's HTTP API. Every failure is a {@link Problem} that says what to do next. */
final class Api {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int UNHEALTHY = 503;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final URI server;
    private final Optional<String> token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    Api(URI server, Optional<String> token) {
        this.server = server;
        this.token = token;
    }

    /** A path below /api/v1 of the given segments. */
    static String path(String... segments) {
        return Arrays.stream(segments)
                .map(segment ->
                        "/" + URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("", "/api/v1", ""));
    }

    /** How the server is; one that is unhealthy says so with status 503. */
    JsonNode health() {
        HttpResponse<String> response =
                exchange(request("/health").timeout(ANSWER).GET().build(), BodyHandlers.ofString());
        boolean report =
                response.statusCode() == UNHEALTHY && document(response).has("parts");
        return report ? document(response) : accepted(response);
    }

    JsonNode get(String path) {
        return send(request(path).timeout(ANSWER).GET().build());
    }

    JsonNode post(String path, Object body) {
        BodyPublisher publisher = BodyPublishers.ofString(Json.write(body));
        return send(withBody("POST", path, publisher));
    }

    JsonNode put(String path, Object body) {
        return send(withBody("PUT", path, BodyPublishers.ofString(Json.write(body))));
    }

    JsonNode delete(String path) {
        return send(request(path).timeout(ANSWER).DELETE().build());
    }

    private HttpRequest withBody(String method, String path, BodyPublisher body) {
        return request(path)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
    }

    /**
     * Reads server-sent events until the stream ends or nobody wants more.
     *
     * @param wanted given {@link ServerEvent#OPENED} and then each event; false ends the reading
     * @return false when the stream ended although more was wanted
     */
    boolean events(String path, Predicate<ServerEvent> wanted) {
        HttpRequest request =
                request(path).header("Accept", "text/event-stream").GET().build();
        HttpResponse<Stream<String>> response = exchange(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() >= 400) {
                throw ProblemAnswer.of(response.statusCode(), lines.collect(Collectors.joining("\n")));
            }
            return !wanted.test(ServerEvent.OPENED) || ServerEvent.read(lines.iterator(), wanted);
        } catch (UncheckedIOException cut) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private JsonNode send(HttpRequest request) {
        return accepted(exchange(request, BodyHandlers.ofString()));
    }

    private JsonNode accepted(HttpResponse<String> response) {
        if (response.statusCode() >= 400) {
            throw ProblemAnswer.of(response.statusCode(), response.body());
        }
        return document(response);
    }

    private JsonNode document(HttpResponse<String> response) {
        try {
            return Json.mapper().readTree(response.body().isBlank() ? "{}" : response.body());
        } catch (JacksonException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "not-slipway",
                    "what answers at " + server + " is not Slipway",
                    "check the address given to 'slipway login'",
                    e);
        }
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "no-server",
                    "no answer from the Slipway server at " + server,
                    "start it with 'slipway server', or name another with --server or SLIPWAY_URL",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "interrupted", null, e);
        }
    }
}
