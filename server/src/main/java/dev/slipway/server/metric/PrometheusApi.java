package dev.slipway.server.metric;

import dev.slipway.delivery.port.MetricSource;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.BriefAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks {@code /api/v1/query_range} of Prometheus and of what speaks like it. */
final class PrometheusApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int READ = 16 << 20;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();

    /** The points of one series over a time; see {@link MetricSource#points}. */
    double[] range(String url, String query, Instant from, Instant until, Duration step) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        URI uri = URI.create(base + "/api/v1/query_range?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)
                + "&start=" + seconds(from) + "&end=" + seconds(until) + "&step=" + step.toMillis() / 1000.0);
        return points(answer(uri), query, from, until, step);
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    private JsonNode answer(URI uri) {
        try {
            BriefAnswer response = BriefAnswer.of(
                    http, HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), READ, TIMEOUT);
            JsonNode body = Json.mapper().readTree(response.text());
            if (body.path("status").asString("").equals("success")) {
                return body.path("data");
            }
            throw Problem.of(
                    response.status() == 400 || response.status() == 422
                            ? Problem.Kind.INVALID
                            : Problem.Kind.UNAVAILABLE,
                    "metrics-refused",
                    "the metrics source answered " + response.status() + ": "
                            + body.path("error").asString(""),
                    "try the query there");
        } catch (IOException | JacksonException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "metrics-unreachable",
                    "the metrics source " + uri.getAuthority() + " does not answer: " + e,
                    "check judge.metrics in slipway.yml and whether it runs",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the metrics were not heard out", null, e);
        }
    }

    private static double[] points(JsonNode data, String query, Instant from, Instant until, Duration step) {
        JsonNode series = data.path("result");
        if (series.size() > 1) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "many-series",
                    series.size() + " series answer to " + query,
                    "make one of them, such as with sum() or avg()");
        }
        if (series.isEmpty()) {
            return new double[0];
        }
        int steps = Math.toIntExact(Duration.between(from, until).dividedBy(step)) + 1;
        double[] points = new double[steps];
        Arrays.fill(points, Double.NaN);
        for (JsonNode value : series.path(0).path("values")) {
            double at = value.path(0).asDouble() - seconds(from);
            int index = Math.toIntExact(Math.round(at * 1000 / step.toMillis()));
            if (index >= 0 && index < steps) {
                points[index] = number(value.path(1).asString(""));
            }
        }
        return points;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "-Inf", "NaN", "" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }
}
