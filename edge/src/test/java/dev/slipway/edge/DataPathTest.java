package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataPathTest {

    private static final long HUNDRED_MEGABYTES = 100L * 1024 * 1024;

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\n\na",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void ambiguousRequest_isRefused(String request) throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = ScriptedInstance.answering("one")) {
            edge.route(1, 0, "r-1 1 " + one.port());

            String answer = edge.raw(request);

            assertThat(answer).matches("(?s)HTTP/1.1 (400|501|505) .*").contains("X-Slipway-Edge: bad-request");
            assertThat(answer.split("HTTP/1.1 \\d", -1)).hasSize(2);
        }
    }

    @Test
    void requestInFlight_staysVisibleAfterItsReleaseLeftAndFinishes() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance slow = new ScriptedInstance((head, in, out) -> {
                    awaitLatch(release);
                    ScriptedInstance.ok(out, "slow");
                    return true;
                });
                ScriptedInstance next = ScriptedInstance.answering("next");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            edge.route(1, 0, "r-1 1 " + slow.port());
            var waiting = CompletableFuture.supplyAsync(() -> get(edge), threads);
            await().until(() -> edge.stats("r-1").path("inFlight").asInt() == 1);

            edge.route(1, 1, "r-2 1 " + next.port());

            assertThat(edge.stats("r-1").path("inFlight").asInt()).isEqualTo(1);
            assertThat(get(edge)).isEqualTo("next");
            release.countDown();
            assertThat(waiting.get()).isEqualTo("slow");
            assertThat(edge.stats("r-1").path("inFlight").asInt()).isZero();
        }
    }

    @Test
    void fiftySwitchesUnderLoad_loseNothing() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
            ScriptedInstance current = ScriptedInstance.answering("x");
            edge.route(1, 0, "r-0 1 " + current.port());
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    boolean post = i % 2 == 0;
                    clients.execute(() -> load(edge, post, stop, served, failed));
                }
                for (int i = 1; i <= 50; i++) {
                    ScriptedInstance next = ScriptedInstance.answering("x");
                    assertThat(edge.route(1, i, "r-" + i + " 1 " + next.port()).statusCode())
                            .isEqualTo(200);
                    String old = "r-" + (i - 1);
                    await().pollInterval(Duration.ofMillis(5))
                            .until(() -> edge.stats(old).path("inFlight").asInt() == 0);
                    current.close();
                    current = next;
                }
                stop.set(true);
            }
            current.close();
            assertThat(failed.get()).isZero();
            assertThat(served.get()).isGreaterThan(50);
            assertThat(edge.stats().path("failedBySwitch").asInt()).isZero();
        }
    }

    @Test
    void hundredMegabytes_passBothWays() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    long length = ScriptedInstance.skipBody(head, in);
                    ScriptedInstance.send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                    write(out, length);
                    return true;
                })) {
            edge.route(1, 0, "r-1 1 " + one.port());
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
                OutputStream out = socket.getOutputStream();
                ScriptedInstance.send(
                        out,
                        "PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + HUNDRED_MEGABYTES
                                + "\r\n\r\n");
                write(out, HUNDRED_MEGABYTES);
                InputStream in = socket.getInputStream();
                long received = in.transferTo(OutputStream.nullOutputStream());
                assertThat(received).isBetween(HUNDRED_MEGABYTES, HUNDRED_MEGABYTES + 1000);
            }
        }
    }

    @Test
    void webSocket_passesAsATunnel() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance echo = new ScriptedInstance(WebSocketEcho::serve)) {
            edge.route(1, 0, "r-1 1 " + echo.port());
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
                socket.setSoTimeout(5000);
                ScriptedInstance.send(socket.getOutputStream(), WebSocketEcho.REQUEST + "ping");
                StringBuilder got = new StringBuilder();
                while (!got.toString().endsWith("\r\n\r\nping")) {
                    got.append((char) socket.getInputStream().read());
                }
                assertThat(got.toString()).startsWith("HTTP/1.1 101 ").contains("Upgrade: websocket\r\n");
                assertThat(edge.stats("r-1").path("inFlight").asInt()).isEqualTo(1);
            }
            await().until(() -> edge.stats("r-1").path("inFlight").asInt() == 0);
        }
    }

    @Test
    void slowHead_isClosed() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT.withHeader(Duration.ofMillis(300)))) {
            assertThat(edge.raw("GET / HTTP/1.1\r\nHost:")).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void silentInstance_isAnsweredForWith504() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT.withResponse(Duration.ofMillis(300)));
                ScriptedInstance silent = new ScriptedInstance((head, in, out) -> {
                    awaitLatch(release);
                    return false;
                })) {
            edge.route(1, 0, "r-1 1 " + silent.port());
            var answer = edge.get("/");
            release.countDown();
            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.headers().firstValue("X-Slipway-Edge")).contains("timeout");
        }
    }

    private static void load(
            RunningEdge edge, boolean post, AtomicBoolean stop, AtomicInteger served, AtomicInteger failed) {
        while (!stop.get()) {
            try {
                int status = (post ? edge.post("/", "body") : edge.get("/")).statusCode();
                (status == 200 ? served : failed).incrementAndGet();
            } catch (Exception e) {
                failed.incrementAndGet();
            }
        }
    }

    private static String get(RunningEdge edge) {
        try {
            return edge.get("/").body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, long length) throws java.io.IOException {
        byte[] block = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
        for (long left = length; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(left, block.length));
        }
    }
}
