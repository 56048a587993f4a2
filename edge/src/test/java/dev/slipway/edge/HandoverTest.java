package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.handover.HandoverDoor;
import dev.slipway.edge.handover.Takeover;
import dev.slipway.edge.proxy.Limits;
import dev.slipway.edge.proxy.Transport;
import dev.slipway.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An edge that is replaced by another while users are served. */
class HandoverTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @BeforeEach
    void possible() {
        assumeThat(HandoverDoor.isPossible(home))
                .as("epoll is there and the path is short")
                .isTrue();
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"IO_URING", "EPOLL"})
    void edgesReplacedUnderLoad_loseNoRequest(Transport first) throws Exception {
        assumeThat(first.isAvailable()).as("the kernel offers " + first).isTrue();
        List<EdgeProgram> edges = new ArrayList<>();
        try (ScriptedInstance one = ScriptedInstance.answering("one");
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            edges.add(EdgeProgram.start(home, "127.0.0.1:0", "--transport", first.name()));
            String listen = edges.getFirst().announced().path("listen").asString();
            int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
            assertThat(edges.getFirst().route(http, "r-1", one.port())).isEqualTo(200);
            Load load = new Load(port);
            for (int client = 0; client < 8; client++) {
                boolean keepAlive = client % 2 == 0;
                threads.execute(() -> load.run(keepAlive));
            }
            try {
                load.awaitMore(500);
                for (int i = 0; i < 2; i++) {
                    EdgeProgram last = edges.getLast();
                    edges.add(EdgeProgram.start(home, listen, "--take-over", "yes"));
                    assertThat(edges.getLast().announced().path("pid").asLong())
                            .isEqualTo(edges.getLast().process().pid());
                    load.awaitMore(500);
                    assertThat(last.process().waitFor(60, TimeUnit.SECONDS))
                            .as("the last edge ends once its connections have")
                            .isTrue();
                    assertThat(last.process().exitValue()).isZero();
                }
            } finally {
                load.stop();
            }
            assertThat(load.failures()).isEmpty();
        } finally {
            edges.forEach(EdgeProgram::close);
        }
    }

    private static Socket webSocket(EdgeProgram edge) throws IOException {
        return WebSocketEcho.open(edge.connect());
    }

    @Test
    void webSocket_livesOnInTheEdgeThatWasReplaced() throws Exception {
        try (ScriptedInstance echo = new ScriptedInstance(HandoverTest::echo);
                HttpClient http = HttpClient.newHttpClient();
                EdgeProgram first = EdgeProgram.start(home, "127.0.0.1:0")) {
            String listen = first.announced().path("listen").asString();
            assertThat(first.route(http, "r-1", echo.port())).isEqualTo(200);
            try (Socket tunnel = webSocket(first)) {
                try (EdgeProgram second = EdgeProgram.start(home, listen, "--take-over", "yes")) {
                    assertThat(second.announced().path("pid").asLong())
                            .isEqualTo(second.process().pid());
                    for (String word : List.of("still", "there?")) {
                        ScriptedInstance.send(tunnel.getOutputStream(), word);
                        assertThat(new String(
                                        tunnel.getInputStream().readNBytes(word.length()), StandardCharsets.ISO_8859_1))
                                .isEqualTo(word);
                    }
                    assertThat(first.process().isAlive()).isTrue();
                    tunnel.close();
                    assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
    }

    @Tag("slow")
    @Test
    void webSocketWhoseTimeIsOverInTheEdgeThatWasReplaced_isToldThatItEnds() throws Exception {
        try (ScriptedInstance echo = new ScriptedInstance(HandoverTest::echo);
                HttpClient http = HttpClient.newHttpClient();
                EdgeProgram first = EdgeProgram.start(home, "127.0.0.1:0", "--drain-seconds", "1")) {
            String listen = first.announced().path("listen").asString();
            assertThat(first.route(http, "r-1", echo.port())).isEqualTo(200);
            try (Socket tunnel = webSocket(first)) {
                try (EdgeProgram second = EdgeProgram.start(home, listen, "--take-over", "yes")) {
                    assertThat(second.announced().path("pid").asLong())
                            .isEqualTo(second.process().pid());

                    first.process().destroy();

                    byte[] farewell = tunnel.getInputStream().readAllBytes();
                    assertThat(farewell).startsWith(0x88, farewell.length - 2, 1001 >> 8, 1001 & 0xff);
                    assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                    assertThat(first.process().exitValue()).isZero();
                }
            }
        }
    }

    @Test
    void edgeWhoseSuccessorDies_goesOnAsIfNothingHadHappened() throws Exception {
        try (ScriptedInstance one = ScriptedInstance.answering("one");
                RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
            edge.route(1, 0, "r-1 1 " + one.port());
            for (int attempt = 0; attempt < 2; attempt++) {
                Files.delete(home.resolve("edge.json"));
                try (Takeover takeover = Takeover.from(home)) {
                    assertThat(takeover.sockets(1)).hasSize(1);
                    assertThat(edge.get("/").body()).isEqualTo("one");
                }
                await().atMost(LONG).until(() -> Files.exists(home.resolve("edge.json")));
                String announced = Files.readString(home.resolve("edge.json"));
                assertThat(Json.mapper().readTree(announced).path("admin").asString())
                        .endsWith(":" + edge.adminPort());
                assertThat(edge.route(1, attempt + 1, "r-" + attempt + " 1 " + one.port())
                                .statusCode())
                        .isEqualTo(200);
                assertThat(edge.get("/").body()).isEqualTo("one");
            }
        }
    }

    @Test
    void nobodyToTakeOverFrom_isSaid() throws Exception {
        try (EdgeProgram edge = EdgeProgram.start(home, "127.0.0.1:0", "--take-over", "yes")) {
            assertThat(edge.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(edge.process().exitValue()).isNotZero();
            assertThat(Files.readString(home.resolve("log"))).contains("--take-over");
        }
    }

    private static boolean echo(String head, InputStream in, OutputStream out) throws java.io.IOException {
        if (!head.contains("Upgrade: websocket")) {
            ScriptedInstance.ok(out, "one");
            return true;
        }
        return WebSocketEcho.serve(head, in, out);
    }
}
