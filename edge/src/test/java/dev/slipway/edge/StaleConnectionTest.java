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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An instance that closes a connection just as the edge reuses it. */
class StaleConnectionTest {

    private static final Duration IDLE_LIMIT = Duration.ofSeconds(1);

    @TempDir
    Path home;

    @Test
    void get_isTriedAgainUnseen() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = closingOnEverySecondRequest(seen)) {
            edge.route(1, 0, "r-1 1 " + one.port());

            for (int i = 0; i < 20; i++) {
                assertThat(edge.get("/").statusCode()).isEqualTo(200);
            }
            assertThat(seen.get()).isGreaterThan(25);
            assertThat(edge.stats("r-1").path("errors").asInt()).isZero();
        }
    }

    @Test
    void post_thatAnInstanceHasRead_isNeverSentTwice() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        int posts = 20;
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = closingOnEverySecondRequest(seen)) {
            edge.route(1, 0, "r-1 1 " + one.port());
            int failed = 0;
            for (int i = 0; i < posts; i++) {
                failed += edge.post("/", "small").statusCode() == 502 ? 1 : 0;
            }
            assertThat(seen.get()).isEqualTo(posts);
            assertThat(failed).isEqualTo(posts / 2);
        }
    }

    @Test
    void postOnAFreshConnection_isNeverSentTwice() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> false)) {
            edge.route(1, 0, "r-1 1 " + one.port());

            assertThat(edge.post("/", "small").statusCode()).isEqualTo(502);
            assertThat(one.heads()).hasSize(1);
            assertThat(edge.stats("r-1").path("errors").asInt()).isEqualTo(1);
        }
    }

    /** Rested for longer than half of that limit, for less than the limit: the instance still has the connection. */
    @Test
    void post_goesOnAFreshConnectionOnceAnInstanceHasShownHowSoonItCloses() throws Exception {
        Duration limit = Duration.ofSeconds(1);
        Limits longTrust = Limits.DEFAULT.withTrusted(Duration.ofMinutes(1));
        try (RunningEdge edge = new RunningEdge(home, longTrust);
                ScriptedInstance one = new ScriptedInstance(limit, StaleConnectionTest::answer)) {
            edge.route(1, 0, "r-1 1 " + one.port());
            edge.get("/");
            await().until(() -> one.openConnections() == 0);

            assertThat(edge.post("/", "small").statusCode()).isEqualTo(200);
            long answered = System.nanoTime();
            await().until(() -> System.nanoTime() - answered > limit.toNanos() * 6 / 10);

            assertThat(edge.post("/", "small").statusCode()).isEqualTo(200);
            assertThat(one.connections()).isEqualTo(3);
        }
    }

    @Test
    void announcedLimit_isKeptFor() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    ScriptedInstance.skipBody(head, in);
                    ScriptedInstance.send(
                            out, "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=0, max=9\r\nContent-Length: 0\r\n\r\n");
                    return true;
                })) {
            edge.route(1, 0, "r-1 1 " + one.port());
            for (int i = 0; i < 5; i++) {
                edge.post("/", "small");
            }
            assertThat(one.connections()).isEqualTo(5);
        }
    }

    /** Bursts on connections that have rested for about as long as the instance lets them: the worst moment. */
    @ParameterizedTest
    @CsvSource({"GET, 1000", "POST, 100"})
    void burstsAtTheIdleLimit_loseNothing(String method, long trustedMillis) throws Exception {
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT.withTrusted(Duration.ofMillis(trustedMillis)));
                ScriptedInstance one = new ScriptedInstance(IDLE_LIMIT, StaleConnectionTest::answer);
                ScheduledExecutorService threads = Executors.newScheduledThreadPool(16)) {
            edge.route(1, 0, "r-1 1 " + one.port());
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < 64; client++) {
                long period = IDLE_LIMIT.toNanos() - 4_000_000 + client * 125_000L;
                Client sender = new Client(edge.port(), method, served, failed);
                clients.add(threads.scheduleAtFixedRate(sender, 0, period, TimeUnit.NANOSECONDS));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> served.get() + failed.get() >= 64 * 8);
            clients.forEach(client -> client.cancel(false));

            assertThat(failed.get()).isZero();
            assertThat(edge.stats("r-1").path("errors").asInt()).isZero();
        }
    }

    private static ScriptedInstance closingOnEverySecondRequest(AtomicInteger seen) throws Exception {
        return new ScriptedInstance((head, in, out) -> {
            // The second request on each connection meets a closing instance.
            if (seen.incrementAndGet() % 2 == 0) {
                return false;
            }
            return answer(head, in, out);
        });
    }

    private static boolean answer(String head, InputStream in, OutputStream out) throws java.io.IOException {
        ScriptedInstance.skipBody(head, in);
        ScriptedInstance.ok(out, "one");
        return true;
    }

    /** Sends one request per run on a connection of its own to the edge. */
    private record Client(int port, String method, AtomicInteger served, AtomicInteger failed) implements Runnable {

        @Override
        public void run() {
            String request = method + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nsmall";
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                ScriptedInstance.send(socket.getOutputStream(), request);
                byte[] answer = socket.getInputStream().readAllBytes();
                boolean ok = new String(answer, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 200 ");
                (ok ? served : failed).incrementAndGet();
            } catch (java.io.IOException e) {
                failed.incrementAndGet();
            }
        }
    }
}
