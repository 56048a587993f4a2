package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
            String firstBoot;
            try (EdgeProgram first = EdgeProgram.start(home, "127.0.0.1:0")) {
                JsonNode before = first.announced();
                assertThat(before.path("pid").asLong())
                        .isEqualTo(first.process().pid());
                assertThat(first.route(http, "r-1", one.port())).isEqualTo(200);
                firstBoot = before.path("bootId").asString();
            }
            try (EdgeProgram second = EdgeProgram.start(home, "127.0.0.1:0")) {
                JsonNode after = second.announced();
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create("http://" + after.path("listen").asString() + "/"))
                        .build();
                assertThat(http.send(request, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .isEqualTo("one");
                assertThat(after.path("bootId").asString()).isNotEqualTo(firstBoot);
                second.process().destroy();
                assertThat(second.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(second.process().exitValue()).isZero();
            }
        }
    }

    @Test
    void portInUse_isSaidWithTheWayOut() throws Exception {
        try (ScriptedInstance holder = ScriptedInstance.answering("");
                EdgeProgram edge = EdgeProgram.start(home, "127.0.0.1:" + holder.port())) {
            assertThat(edge.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(edge.process().exitValue()).isEqualTo(69);
            assertThat(Files.readString(home.resolve("log"))).contains(holder.port(), "--listen");
        }
    }
}
