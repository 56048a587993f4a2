package dev.slipway.cli.demo;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** The public HTTP API as one account uses it, and its stream of changes to wait by. */
final class Api implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final String url;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore changes = new Semaphore(0);

    /** @param token absent token as empty text, for what anyone may ask */
    Api(String url, String token) {
        this.url = url;
        this.token = token;
    }

    String token() {
        return token;
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw problem(response);
            }
            return Json.mapper().readTree(response.body().isBlank() ? "{}" : response.body());
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE, "no-answer", "the server does not answer: " + e, "look at its log", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the demonstration was interrupted", null, e);
        }
    }

    private static Problem problem(HttpResponse<String> response) {
        return Problem.of(
                Problem.Kind.INTERNAL,
                "refused",
                response.request().method() + " " + response.uri().getPath() + " was answered with "
                        + response.statusCode() + ": " + response.body(),
                null);
    }

    /** Begins to listen to changes, on a thread of its own, until the process ends. */
    void listen() {
        Thread.ofVirtual().name("changes").start(() -> {
            try {
                HttpResponse<InputStream> stream = http.send(
                        HttpRequest.newBuilder(URI.create(url + "/api/v1/events"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        changes.release();
                    }
                }
            } catch (IOException e) {
                // The stream ends with the server; whoever waits looks again every two seconds without it.
                changes.release();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Asks again after every change until there is an answer.
     *
     * @throws Problem code {@code waited-in-vain} when there is none within the limit
     */
    <T> T await(String what, Duration limit, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            changes.drainPermits();
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > deadline) {
                throw Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "waited-in-vain",
                        "waited " + limit.toSeconds() + " s in vain for " + what,
                        null);
            }
            pause();
        }
    }

    private void pause() {
        try {
            if (changes.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                changes.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the demonstration was interrupted", null, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
