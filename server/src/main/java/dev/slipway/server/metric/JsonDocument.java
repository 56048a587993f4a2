package dev.slipway.server.metric;

import dev.slipway.delivery.judge.JsonPlace;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Fetches a JSON document of bounded size and reads one number in it. */
final class JsonDocument {

    private static final int MOST_BYTES = 1 << 20;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * @param timeout of the whole fetch, its body included
     * @throws Problem UNAVAILABLE when nothing usable comes; INVALID when there is no number at the place
     */
    double read(String url, JsonPlace place, Duration timeout) {
        return number(fetch(url, timeout), place);
    }

    private JsonNode fetch(String url, Duration timeout) {
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(timeout)
                        .header("Accept", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        CompletableFuture<JsonNode> document = answer.thenApplyAsync(JsonDocument::body, Thread::startVirtualThread);
        try {
            return document.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Problem problem ? problem : unreachable(url, e);
        } catch (TimeoutException e) {
            CompletableFuture<Void> _ = answer.thenAccept(JsonDocument::hangUp);
            answer.cancel(true);
            throw unreachable(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the metric was not heard out", null, e);
        }
    }

    private static JsonNode body(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (answer.statusCode() / 100 != 2) {
                throw refused("answered " + answer.statusCode());
            }
            if (bytes.length > MOST_BYTES) {
                throw refused("is longer than " + MOST_BYTES + " bytes");
            }
            return Json.mapper().readTree(bytes);
        } catch (JacksonException e) {
            throw Problem.of(
                    Problem.Kind.INVALID, "bad-metric-document", "the document of the metric is no JSON", null, e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void hangUp(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Problem refused(String why) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "metrics-refused",
                "the document of the metric " + why,
                "check judge.metrics in slipway.yml");
    }

    private static Problem unreachable(String url, Throwable cause) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "metrics-unreachable",
                "the document of the metric at " + URI.create(url).getAuthority() + " did not come: " + cause,
                "check judge.metrics in slipway.yml and whether its server runs",
                cause);
    }

    private static double number(JsonNode document, JsonPlace place) {
        return place.in(document)
                .filter(node -> node.isNumber() || node.isString())
                .map(node -> Numbers.finite(node.asString(), "the value at " + place.text()))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-metric-document",
                        "there is no number at " + place.text(),
                        "try the address and the path by hand"));
    }
}
