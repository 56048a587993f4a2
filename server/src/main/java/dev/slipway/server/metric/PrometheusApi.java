package dev.slipway.server.metric;

import dev.slipway.delivery.port.MetricSource;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.net.BriefAnswer;
import java.net.URLEncoder;
import java.net.http.HttpClient;
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

    private final HttpClient http = Question.client();

    /** The points of one series over a time; see {@link MetricSource#points}. */
    double[] range(String url, String query, Instant from, Instant until, Duration step) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        String asked = base + "/api/v1/query_range?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)
                + "&start=" + seconds(from) + "&end=" + seconds(until) + "&step=" + step.toMillis() / 1000.0;
        return points(answer(asked), query, from, until, step);
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    private JsonNode answer(String url) {
        BriefAnswer answer = new Question(url, "the answer of the metrics source").ask(http, READ, TIMEOUT);
        JsonNode body = json(answer);
        if (!body.path("status").asString("").equals("success")) {
            throw refused(answer, body.path("error").asString(""));
        }
        JsonNode result = body.path("data").path("result");
        if (!result.isArray()) {
            throw strange("has no data.result");
        }
        return result;
    }

    private static JsonNode json(BriefAnswer answer) {
        if (!answer.whole()) {
            throw strange("is longer than " + READ + " bytes");
        }
        try {
            return Json.mapper().readTree(answer.text());
        } catch (JacksonException e) {
            throw answer.status() / 100 == 2 ? strange("is no JSON") : refused(answer, "");
        }
    }

    private static Problem refused(BriefAnswer answer, String error) {
        boolean asked = !error.isEmpty() && (answer.status() == 400 || answer.status() == 422);
        return Problem.of(
                asked ? Problem.Kind.INVALID : Problem.Kind.UNAVAILABLE,
                "metrics-refused",
                "the metrics source answered " + answer.status() + (error.isEmpty() ? "" : ": " + error),
                asked ? "try the query there" : "check judge.metrics in slipway.yml; redirects are not followed");
    }

    private static Problem strange(String why) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "bad-metrics",
                "the answer of the metrics source " + why,
                "check that the address in judge.metrics is one of Prometheus' HTTP API");
    }

    private static double[] points(JsonNode series, String query, Instant from, Instant until, Duration step) {
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
            long index = Math.round(at * 1000 / step.toMillis());
            if (index >= 0 && index < steps) {
                points[(int) index] = number(value.path(1).asString(""));
            }
        }
        return points;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "-Inf", "NaN" -> Double.NaN;
            default -> Numbers.finite(text, "a value of the metrics source");
        };
    }
}
