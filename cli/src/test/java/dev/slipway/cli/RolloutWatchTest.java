package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RolloutWatchTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void serverThatIsRestarted_isWaitedFor() throws Exception {
        int port = freePort();
        RolloutWatch watch = watch(port);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<JsonNode> end = CompletableFuture.supplyAsync(() -> watch.toTheEnd("rollout-1"), threads);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> err.toString(StandardCharsets.UTF_8).contains("waiting for the server"));
            try (ApiServer server = new ApiServer(port)) {
                server.on(
                        "GET /api/v1/rollouts/rollout-1",
                        "{\"id\":\"rollout-1\",\"state\":\"SUCCEEDED\",\"weight\":100}");
                server.stream("GET /api/v1/events", ": hello\n\n");

                assertThat(RolloutWatch.succeeded(end.get())).isTrue();
            }
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("SUCCEEDED  100 %\n");
    }

    @Test
    void refusal_endsTheWatch() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.problem("GET /api/v1/events", 403, "{\"code\":\"denied\",\"title\":\"not yours\"}");
            RolloutWatch watch = watch(URI.create(server.url()).getPort());

            Assertions.assertThatThrownBy(() -> watch.toTheEnd("rollout-1"))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.DENIED));
        }
    }

    private RolloutWatch watch(int port) {
        Surroundings here = new CommandRun(folder).surroundings(out, err);
        return new RolloutWatch(new Api(URI.create("http://127.0.0.1:" + port), Optional.empty()), here, false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
