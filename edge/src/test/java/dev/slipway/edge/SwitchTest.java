package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that take each other's place while users are served. */
class SwitchTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SWITCHES = 50;

    @TempDir
    Path home;

    @Test
    void instancesStoppedAfterEachSwitch_areNeverAskedAgain() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ScriptedInstance serving = ScriptedInstance.answering("0");
            edge.route(1, 0, "r-0 1 " + serving.port());
            Load load = new Load(edge.port());
            for (int client = 0; client < 4; client++) {
                boolean keepAlive = client > 0;
                threads.execute(() -> load.run(keepAlive));
            }
            try {
                for (int i = 1; i <= SWITCHES; i++) {
                    ScriptedInstance next = ScriptedInstance.answering(Integer.toString(i));
                    assertThat(edge.route(1, i, "r-" + i + " 1 " + next.port()).statusCode())
                            .isEqualTo(200);
                    String left = "r-" + (i - 1);
                    await().atMost(LONG)
                            .until(() -> edge.stats(left).path("inFlight").asInt() == 0);
                    serving.close();
                    serving = next;
                    load.awaitMore(20);
                }
            } finally {
                load.stop();
                threads.close();
                serving.close();
            }
            assertThat(load.failures()).isEmpty();
            assertThat(edge.stats().path("routes").path(0).path("releases").valueStream())
                    .allMatch(release -> release.path("errors").asInt() == 0);
        }
    }

    @Test
    void webSocket_survivesASwitchUntilItsDrainTimeIsOver() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = new ScriptedInstance(WebSocketEcho::serve);
                ScriptedInstance two = ScriptedInstance.answering("two");
                Socket tunnel = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            edge.route(1, 0, "r-1 1 " + one.port());
            WebSocketEcho.open(tunnel);

            edge.route(1, 1, "r-2 1 " + two.port());

            assertThat(edge.get("/").body()).isEqualTo("two");
            ScriptedInstance.send(tunnel.getOutputStream(), "still");
            assertThat(new String(tunnel.getInputStream().readNBytes(5), StandardCharsets.ISO_8859_1))
                    .isEqualTo("still");
            assertThat(edge.stats("r-1").path("inFlight").asInt()).isEqualTo(1);
            assertThat(tunnel.getInputStream().read())
                    .as("closed after drainTimeoutMillis")
                    .isNegative();
            await().atMost(LONG).until(() -> edge.stats("r-1").path("inFlight").asInt() == 0);
        }
    }

    @Test
    void webSocketBetweenTwoFrames_isToldThatItsReleaseHasGone() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = new ScriptedInstance(WebSocketEcho::serve);
                ScriptedInstance two = ScriptedInstance.answering("two");
                Socket tunnel = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            edge.route(1, 0, "r-1 1 " + one.port());
            WebSocketEcho.open(tunnel);
            byte[] frame = {(byte) 0x81, 2, 'h', 'i'};
            tunnel.getOutputStream().write(frame);
            assertThat(tunnel.getInputStream().readNBytes(frame.length)).isEqualTo(frame);

            String brief = RunningEdge.routeBody(1, 1, "r-2 1 " + two.port())
                    .replace("\"drainTimeoutMillis\":5000", "\"drainTimeoutMillis\":1000");
            assertThat(edge.admin("PUT", "/v1/routes/shop", brief).statusCode()).isEqualTo(200);

            assertThat(edge.stats("r-1")
                            .path("instances")
                            .path(0)
                            .path("leftMillis")
                            .isNumber())
                    .isTrue();
            assertThat(edge.stats("r-2")
                            .path("instances")
                            .path(0)
                            .path("leftMillis")
                            .isNumber())
                    .isFalse();
            byte[] farewell = tunnel.getInputStream().readAllBytes();
            assertThat(farewell).startsWith(0x88, farewell.length - 2, 1001 >> 8, 1001 & 0xff);
            await().atMost(LONG).until(() -> edge.stats("r-1").path("inFlight").asInt() == 0);
            assertThat(edge.stats("r-1")
                            .path("instances")
                            .path(0)
                            .path("leftMillis")
                            .asLong())
                    .as("it had all of its time")
                    .isGreaterThanOrEqualTo(1000);
        }
    }
}
