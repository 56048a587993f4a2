package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send a byte now and then, to hold what others need (Slowloris, slow POST). */
class SlowClientTest {

    @TempDir
    Path home;

    @Test
    void headByteByByte_endsWhenItsTimeIsOver() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT.withHeader(Duration.ofMillis(700)))) {
            assertThat(drip(edge.port(), "GET / HTTP/1.1\r\nHost: x\r\nA: ")).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void bodyByteByByte_endsThoughItNeverPauses() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT.withPace(Duration.ofMillis(700)));
                ScriptedInstance one = ScriptedInstance.answering("one")) {
            edge.route(1, 0, "r-1 1 " + one.port());

            assertThat(drip(edge.port(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("X-Slipway-Edge: client-timeout");
            await().atMost(Duration.ofSeconds(30)).until(() -> one.openConnections() == 0);
            assertThat(edge.stats("r-1").path("aborted").asInt()).isEqualTo(1);
        }
    }

    @Test
    void readerThatTakesNothing_isLeftBehind() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT.withBody(Duration.ofMillis(700)));
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    ScriptedInstance.ok(out, "x".repeat(30_000_000));
                    return true;
                });
                Socket client = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            edge.route(1, 0, "r-1 1 " + one.port());
            ScriptedInstance.send(client.getOutputStream(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> edge.stats("r-1").path("aborted").asInt() == 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> one.openConnections() == 0);
        }
    }

    /** Sends a start at once and then ten bytes a second; gives all that is answered. */
    private static String drip(int port, String start) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor()) {
            socket.setSoTimeout(60_000);
            ScriptedInstance.send(socket.getOutputStream(), start);
            var _ = drops.scheduleAtFixedRate(() -> drop(socket), 100, 100, TimeUnit.MILLISECONDS);
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            drops.shutdownNow();
            return answer;
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (SocketException over) {
            throw new IllegalStateException("the edge has had enough", over);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
