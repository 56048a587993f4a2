package dev.slipway.benchmarks;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.kernel.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The real edge in a process of its own, as the server starts and steers it. */
final class StormEdge implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final JsonNode address;
    private final String token;
    private long revision;

    /** @param certificates folder with a certificate for TLS */
    StormEdge(String classPath, Path home, Path certificates) throws IOException, InterruptedException {
        this.process = ProcessTree.start(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-Xmx96m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-cp",
                        classPath,
                        "dev.slipway.edge.Main",
                        "--listen",
                        "127.0.0.1:0",
                        "--tls-listen",
                        "127.0.0.1:0",
                        "--certificates",
                        certificates.toString(),
                        "--home",
                        home.toString(),
                        "--rehearse-millis",
                        "300"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile()));
        Path announced = home.resolve("edge.json");
        this.address = Readiness.await(process, home, PATIENCE, () -> read(announced))
                .orElseThrow(() -> new IllegalStateException("the edge does not start, see " + home.resolve("log")));
        this.token = Files.readString(home.resolve("admin.token")).strip();
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Json.mapper().readTree(Files.readString(file))) : Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** @param key such as {@code listen} or {@code tls} in the edge's announcement */
    int port(String key) {
        String text = address.path(key).asString();
        return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
    }

    /** Leads all requests to one instance of a release; returns when that is on disk and in force. */
    void route(String release, int port) throws IOException, InterruptedException {
        String body = "{\"epoch\":1,\"revision\":" + revision + ",\"hosts\":[\"*\"],\"pathPrefix\":\"/\",\"pools\":["
                + "{\"release\":\"" + release + "\",\"weight\":1,\"instances\":[{\"id\":\"" + release
                + "\",\"address\":\"127.0.0.1:" + port + "\"}]}],\"drainTimeoutMillis\":30000}";
        revision = ask("PUT", "/v1/routes/storm", body).path("revision").asLong();
    }

    /** Requests that run on a release, also after it has left. */
    long inFlight(String release) throws IOException, InterruptedException {
        return release(release).path("inFlight").asLong();
    }

    /** Requests that ended with an error, over all releases. */
    long errors() throws IOException, InterruptedException {
        long errors = 0;
        for (JsonNode each : releases()) {
            errors += each.path("errors").asLong();
        }
        return errors;
    }

    private JsonNode release(String name) throws IOException, InterruptedException {
        for (JsonNode each : releases()) {
            if (each.path("release").asString().equals(name)) {
                return each;
            }
        }
        return Json.mapper().missingNode();
    }

    private JsonNode releases() throws IOException, InterruptedException {
        return ask("GET", "/v1/stats", "").path("routes").path(0).path("releases");
    }

    private JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(
                                URI.create("http://" + address.path("admin").asString() + path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(method + " " + path + " is answered " + answer.body());
        }
        return Json.mapper().readTree(answer.body());
    }

    @Override
    public void close() throws InterruptedException {
        ProcessTree.end(process.toHandle(), PATIENCE);
        http.close();
    }
}
