package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EdgeProcessTest {

    @TempDir
    Path home;

    @Test
    void killedEdge_servesItsRoutesAgainAndEndsOnTermWithZero() throws Exception {
        try (ScriptedInstance one = ScriptedInstance.answering("one");
                HttpClient http = HttpClient.newHttpClient()) {
            Process first = start("127.0.0.1:0");
            JsonNode before = announced();
            assertThat(before.path("pid").asLong()).isEqualTo(first.pid());
            String token = Files.readString(home.resolve("admin.token")).strip();
            HttpResponse<String> put = http.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://" + before.path("admin").asString() + "/v1/routes/shop"))
                            .header("Authorization", "Bearer " + token)
                            .PUT(HttpRequest.BodyPublishers.ofString(
                                    RunningEdge.routeBody(1, 0, "r-1 1 " + one.port())))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(put.statusCode()).isEqualTo(200);
            first.destroyForcibly().waitFor();
            Files.delete(home.resolve("edge.json"));

            Process second = start("127.0.0.1:0");
            JsonNode after = announced();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + after.path("listen").asString() + "/"))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo("one");
            assertThat(after.path("bootId").asString())
                    .isNotEqualTo(before.path("bootId").asString());
            second.destroy();
            assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isZero();
        }
    }

    @Test
    void portInUse_isSaidWithTheWayOut() throws Exception {
        try (ScriptedInstance holder = ScriptedInstance.answering("")) {
            Process edge = start("127.0.0.1:" + holder.port());

            assertThat(edge.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(edge.exitValue()).isEqualTo(69);
            assertThat(Files.readString(home.resolve("log"))).contains(holder.port(), "--listen");
        }
    }

    private Process start(String listen) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.slipway.edge.Main",
                        "--listen",
                        listen,
                        "--home",
                        home.toString()))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
    }

    private JsonNode announced() throws Exception {
        Path file = home.resolve("edge.json");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
        return Json.mapper().readTree(Files.readString(file));
    }
}
