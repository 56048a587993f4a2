package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeTermTest {

    @TempDir
    Path home;

    @Test
    void term_letsRequestsInFlightFinishAndTakesNoMore() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedInstance slow = new ScriptedInstance((head, in, out) -> {
                    long length = ScriptedInstance.skipBody(head, in);
                    await().until(() -> answer.getCount() == 0);
                    ScriptedInstance.ok(out, "finished " + length);
                    return true;
                });
                EdgeProgram edge = EdgeProgram.start(home, "127.0.0.1:0");
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(edge.route(http, "r-1", slow.port())).isEqualTo(200);
            try (Socket asked = edge.connect();
                    Socket sending = edge.connect()) {
                send(asked, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                send(sending, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
                await().until(() -> slow.heads().size() == 2);

                edge.process().destroy();
                await().atMost(Duration.ofSeconds(10)).until(() -> refused(edge));
                send(sending, "def");
                answer.countDown();

                assertThat(readAll(asked)).startsWith("HTTP/1.1 200").endsWith("finished 0");
                assertThat(readAll(sending)).startsWith("HTTP/1.1 200").endsWith("finished 6");
            }
            assertThat(edge.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(edge.process().exitValue()).isZero();
        }
    }

    @Test
    void term_tellsThoseWhoseTimeIsOverThatTheEdgeEnds() throws Exception {
        try (ScriptedInstance both = new ScriptedInstance((head, in, out) -> {
                    if (head.contains("websocket")) {
                        ScriptedInstance.send(out, WebSocketEcho.ANSWER);
                    }
                    return in.read() >= 0;
                });
                EdgeProgram edge = EdgeProgram.start(home, "127.0.0.1:0", "--drain-seconds", "1");
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(edge.route(http, "r-1", both.port())).isEqualTo(200);
            try (Socket asked = edge.connect();
                    Socket tunnel = edge.connect()) {
                send(asked, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                WebSocketEcho.open(tunnel);
                await().until(() -> both.heads().size() == 2);

                edge.process().destroy();

                assertThat(readAll(asked)).startsWith("HTTP/1.1 504 ").contains("X-Slipway-Edge: drained");
                byte[] farewell = tunnel.getInputStream().readAllBytes();
                assertThat(farewell).startsWith(0x88, farewell.length - 2, 1001 >> 8, 1001 & 0xff);
            }
            assertThat(edge.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean refused(EdgeProgram edge) throws IOException {
        try (Socket late = edge.connect()) {
            return !late.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.setSoTimeout(20_000);
        ScriptedInstance.send(socket.getOutputStream(), bytes);
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
