package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.containers.Bridge;
import dev.slipway.containers.Engine;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.container.JobLabels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the containers of a job are told of the door that is opened for them, and when it shuts. */
@NeedsEngine
class ContainerDoorwayTest {

    @TempDir
    Path folder;

    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<Bridge> opened = new CopyOnWriteArrayList<>();
    private Engine engine;
    private JobBench bench;

    @BeforeEach
    void bench() throws Exception {
        engine = TestEngine.connect();
        TestEngine.image(engine);
        bench = new JobBench(folder);
        bench.engines = TestEngine.access();
        bench.access = new JobAccess(Map.of("WHERE", "the host"), Map.of("WHERE", "the host"), Set.of());
        bench.doorway = Optional.of(this::open);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(JobLabels.removeAll(engine, bench.id)).as("left of the job").isZero();
        bench.engines.close();
        engine.close();
    }

    /** A web server of this host on the network of the job. */
    private Doorway.Door open(Bridge bridge) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(bridge.gateway(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] answer = "from the host".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            opened.add(bridge);
            String origin = "http://server.example:" + server.getAddress().getPort();
            Map<String, String> known = Map.of("WHERE", origin);
            return new Doorway.Door(
                    origin,
                    new JobAccess(Map.of("WHERE", origin, "GITHUB_API_URL", origin + "/api"), known, Set.of()),
                    Map.of("server.example", bridge.gateway().getHostAddress()),
                    Map.of("user.name", "behind the door"),
                    () -> {
                        server.stop(0);
                        closed.add(origin);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JobOutcome job(String text) throws Exception {
        return bench.job("runs-on: ubuntu-latest\n" + text.replace("IMAGE", TestEngine.IMAGE));
    }

    private void succeeds(String text) throws Exception {
        assertThat(job(text).conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void container_isToldOfTheDoorByVariablesNamesAndSettingsOfGit() throws Exception {
        succeeds("""
                container: IMAGE
                steps:
                  - run: |
                      echo "got $(wget -qO- "$WHERE")"
                      test "$WHERE/api" = "$GITHUB_API_URL" && test "${{ github.api_url }}" = "$GITHUB_API_URL"
                      echo "$GIT_CONFIG_COUNT $GIT_CONFIG_KEY_0=$GIT_CONFIG_VALUE_0"
                """);
        assertThat(bench.log())
                .contains("got from the host", "1 user.name=behind the door")
                .contains("Containers of this job reach Slipway at http://server.example:");
        assertThat(opened).hasSize(1);
        assertThat(closed).hasSize(1);
    }

    @Test
    void dockerActionOfAJobOnTheHost_getsADoorOfItsOwn_andTheHostsStepsDoNot() throws Exception {
        succeeds("""
                steps:
                  - run: echo "step $WHERE"
                  - uses: docker://IMAGE
                    with: {args: sh -c 'echo "got $(wget -qO- "$WHERE")"'}
                  - uses: docker://IMAGE
                    with: {args: sh -c 'echo "again $(wget -qO- "$WHERE")"'}
                  - run: echo "later $WHERE"
                """);
        assertThat(bench.log()).contains("step the host", "got from the host", "again from the host", "later the host");
        assertThat(opened).hasSize(1);
        assertThat(closed).hasSize(1);
    }

    @Test
    void door_shutsAfterACancelToo() throws Exception {
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(
                        job("container: IMAGE\nsteps:\n  - run: echo ready; while true; do sleep 0.1; done\n"));
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.log().contains("\nready"));
        assertThat(closed).isEmpty();
        bench.cancel.cancel("ann asked");
        assertThat(outcome.get(60, TimeUnit.SECONDS).conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(closed).hasSize(1);
    }

    @Test
    void whereThereCanBeNoDoor_theLogSaysSo_andTheJobRuns() throws Exception {
        bench.doorway = Optional.of(_ -> {
            throw Problem.of(Problem.Kind.UNAVAILABLE, "no-door", "the gateway is elsewhere", "use another engine");
        });
        succeeds("container: IMAGE\nsteps:\n  - run: echo \"still $WHERE\"\n");
        assertThat(bench.log())
                .contains(
                        "##[warning]Nothing that runs in a container of this job reaches Slipway: the gateway is elsewhere.",
                        "use another engine",
                        "still the host");
    }
}
