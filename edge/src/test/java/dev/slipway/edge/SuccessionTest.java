package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.handover.HandoverDoor;
import dev.slipway.testkit.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A switch of releases after a switch of edges: what still runs in the edge that was replaced counts, and ends in time. */
class SuccessionTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String HALF = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst";

    @TempDir
    Path home;

    private final CountDownLatch finish = new CountDownLatch(1);
    private final List<EdgeProgram> edges = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private ScriptedInstance slow;
    private ScriptedInstance next;

    @BeforeEach
    void prepare() throws IOException {
        assumeThat(HandoverDoor.isPossible(home))
                .as("epoll is there and the path is short")
                .isTrue();
        slow = new ScriptedInstance((head, in, out) -> answerSlowly(out));
        next = ScriptedInstance.answering("next");
    }

    @AfterEach
    void end() throws IOException {
        finish.countDown();
        edges.forEach(EdgeProgram::close);
        http.close();
        slow.close();
        next.close();
    }

    private boolean answerSlowly(OutputStream out) throws IOException {
        ScriptedInstance.send(out, HALF);
        try {
            finish.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        ScriptedInstance.send(out, "later");
        return true;
    }

    private EdgeProgram edge(String listen, String... more) throws IOException {
        EdgeProgram edge = EdgeProgram.start(home, listen, more);
        edges.add(edge);
        assertThat(edge.announced().path("pid").asLong())
                .isEqualTo(edge.process().pid());
        return edge;
    }

    private static Socket ask(EdgeProgram edge) throws IOException {
        Socket client = edge.connect();
        client.setSoTimeout(60_000);
        ScriptedInstance.send(client.getOutputStream(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(Load.head(client.getInputStream())).startsWith("HTTP/1.1 200 ");
        assertThat(text(client.getInputStream(), 5)).isEqualTo("first");
        return client;
    }

    private static String text(InputStream in, int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    private String switched(int drainMillis) {
        return RunningEdge.routeBody(1, 1, "r-2 1 " + next.port())
                .replace("\"drainTimeoutMillis\":5000", "\"drainTimeoutMillis\":" + drainMillis);
    }

    @Test
    void responseInAnEarlierEdge_countsInTheLastUntilItIsOver() throws Exception {
        EdgeProgram first = edge("127.0.0.1:0");
        assertThat(first.route(http, "r-1", slow.port())).isEqualTo(200);
        try (Socket client = ask(first)) {
            assertThat(first.inFlight(http, "r-1")).containsExactly(1, 1);
            String listen = first.announced().path("listen").asString();
            edge(listen, "--take-over", "yes");
            EdgeProgram last = edge(listen, "--take-over", "yes");
            assertThat(last.inFlight(http, "r-1")).containsExactly(1, 1);

            assertThat(last.put(http, switched(60_000))).isEqualTo(200);
            assertThat(last.inFlight(http, "r-1")).containsExactly(1, 1);

            finish.countDown();
            assertThat(text(client.getInputStream(), 5)).isEqualTo("later");
            await().atMost(LONG).until(() -> last.inFlight(http, "r-1").equals(List.of(0, 0)));
        }
        for (EdgeProgram earlier : edges.subList(0, 2)) {
            assertThat(earlier.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(earlier.process().exitValue()).isZero();
        }
    }

    @Tag("slow")
    @Test
    void responseInAnEarlierEdge_isEndedByTheDrainTimeOfASwitch() throws Exception {
        EdgeProgram first = edge("127.0.0.1:0");
        assertThat(first.route(http, "r-1", slow.port())).isEqualTo(200);
        try (Socket client = ask(first)) {
            EdgeProgram last = edge(first.announced().path("listen").asString(), "--take-over", "yes");
            assertThat(last.inFlight(http, "r-1")).containsExactly(1, 1);

            assertThat(last.put(http, switched(1))).isEqualTo(200);

            await().atMost(LONG).until(() -> last.inFlight(http, "r-1").equals(List.of(0, 0)));
            assertThat(isCut(client)).isTrue();
            assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Tag("slow")
    @Test
    void term_toAnEarlierEdge_letsItsRequestsFinish() throws Exception {
        EdgeProgram first = edge("127.0.0.1:0");
        assertThat(first.route(http, "r-1", slow.port())).isEqualTo(200);
        try (Socket client = ask(first)) {
            EdgeProgram last = replaced(first);

            first.process().destroy();
            awaitInLog("asked to end while connections finish here");
            assertThat(last.inFlight(http, "r-1")).containsExactly(1, 1);
            finish.countDown();

            assertThat(text(client.getInputStream(), 5)).isEqualTo("later");
        }
        assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.process().exitValue()).isZero();
    }

    @Tag("slow")
    @Test
    void term_toAnEarlierEdge_endsItAfterTheDrainTime() throws Exception {
        EdgeProgram first = edge("127.0.0.1:0", "--drain-seconds", "1");
        assertThat(first.route(http, "r-1", slow.port())).isEqualTo(200);
        try (Socket client = ask(first)) {
            EdgeProgram last = replaced(first);

            first.process().destroy();

            assertThat(isCut(client)).isTrue();
            assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(first.process().exitValue()).isZero();
            assertThat(last.inFlight(http, "r-1")).containsExactly(0, 0);
        }
    }

    /** The next edge, once the one that it has replaced drains. */
    private EdgeProgram replaced(EdgeProgram first) throws IOException {
        EdgeProgram last = edge(first.announced().path("listen").asString(), "--take-over", "yes");
        awaitInLog("another edge has taken over");
        return last;
    }

    private void awaitInLog(String words) {
        await().atMost(LONG).until(() -> Files.readString(home.resolve("log")).contains(words));
    }

    private static boolean isCut(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void connectionAtRestInTheEarlierEdge_followsTheNewRoutes() throws Exception {
        EdgeProgram first = edge("127.0.0.1:0");
        try (ScriptedInstance old = ScriptedInstance.answering("old!");
                Socket client = first.connect()) {
            client.setSoTimeout(60_000);
            assertThat(first.route(http, "r-1", old.port())).isEqualTo(200);
            ScriptedInstance.send(client.getOutputStream(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Load.head(client.getInputStream())).startsWith("HTTP/1.1 200 ");
            assertThat(text(client.getInputStream(), 4)).isEqualTo("old!");
            EdgeProgram last = edge(first.announced().path("listen").asString(), "--take-over", "yes");
            assertThat(last.put(http, switched(5000))).isEqualTo(200);

            ScriptedInstance.send(client.getOutputStream(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Load.head(client.getInputStream()))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("connection: close");
            assertThat(text(client.getInputStream(), 4)).isEqualTo("next");
        }
    }

    @Tag("slow")
    @Test
    void tls_isAddedByTheNextEdgeAndNotMovedOrGivenUp() throws Exception {
        TestCertificate certificate = TestCertificate.forLocalhost();
        certificate.write(home.resolve("certificates"), "localhost");
        EdgeProgram first = edge("127.0.0.1:0");
        assertThat(first.route(http, "r-1", next.port())).isEqualTo(200);
        String listen = first.announced().path("listen").asString();
        int free;
        try (ServerSocket found = new ServerSocket(0)) {
            free = found.getLocalPort();
        }

        EdgeProgram second = edge(listen, "--take-over", "yes", "--tls-listen", "127.0.0.1:" + free);

        try (HttpClient secure =
                HttpClient.newBuilder().sslContext(certificate.context()).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + free + "/"))
                    .build();
            assertThat(secure.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("next");
        }
        assertRefused(second, listen, "--take-over", "yes");
        assertRefused(second, listen, "--take-over", "yes", "--tls-listen", "127.0.0.1:1");
        assertRefused(second, "127.0.0.1:1", "--take-over", "yes", "--tls-listen", "127.0.0.1:" + free);
    }

    private void assertRefused(EdgeProgram running, String listen, String... more) throws Exception {
        try (EdgeProgram edge = EdgeProgram.start(home, listen, more)) {
            assertThat(edge.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(edge.process().exitValue()).isNotZero();
            assertThat(Files.readString(home.resolve("log"))).contains("sockets are taken over as they are");
            assertThat(running.process().isAlive()).isTrue();
        }
    }
}
