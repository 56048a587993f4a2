package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How bytes go through the edge when one of the two sides is slow, old, hasty, or about to leave. */
class FlowTest {

    private static final long HUGE = 256L << 20;

    /** The buffers of two connections as the kernel sizes them, and a little of the edge's own. */
    private static final long BUFFERED = 64L << 20;

    @TempDir
    Path home;

    @Test
    void expectContinue_isTheInstancesToAnswer() throws Exception {
        try (RunningEdge edge = edge();
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    ScriptedInstance.send(out, "HTTP/1.1 100 Continue\r\n\r\n");
                    ScriptedInstance.ok(out, "body " + ScriptedInstance.skipBody(head, in));
                    return true;
                });
                Socket client = connect(edge, one)) {
            ScriptedInstance.send(
                    client.getOutputStream(),
                    "PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            String first = new String(client.getInputStream().readNBytes(25), StandardCharsets.ISO_8859_1);
            assertThat(first).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            ScriptedInstance.send(client.getOutputStream(), "abc");

            assertThat(readAll(client)).startsWith("HTTP/1.1 200").endsWith("body 3");
            assertThat(one.heads().getFirst()).containsIgnoringCase("expect: 100-continue");
        }
    }

    @Test
    void expectContinue_thatTheInstanceRefuses_sendsNoBody() throws Exception {
        try (RunningEdge edge = edge();
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    ScriptedInstance.send(out, "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
                    return false;
                });
                Socket client = connect(edge, one)) {
            ScriptedInstance.send(
                    client.getOutputStream(),
                    "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");

            assertThat(readAll(client)).startsWith("HTTP/1.1 417");
        }
    }

    @Test
    void oldClient_isAnnouncedAsOneAndGetsOneResponse() throws Exception {
        try (RunningEdge edge = edge();
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    ScriptedInstance.send(out, "HTTP/1.1 200 OK\r\n\r\nold");
                    return false;
                })) {
            edge.route(1, 0, "r-1 1 " + one.port());

            String answer = edge.raw("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nold");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("transfer-encoding");
            assertThat(one.heads()).singleElement().asString().startsWith("GET / HTTP/1.0\r\n");
        }
    }

    @Test
    void pipelinedRequests_areAnsweredInTheirOrder() throws Exception {
        try (RunningEdge edge = edge();
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    ScriptedInstance.skipBody(head, in);
                    ScriptedInstance.ok(out, "<" + head.split(" ")[1] + ">");
                    return true;
                })) {
            edge.route(1, 0, "r-1 1 " + one.port());
            StringBuilder requests = new StringBuilder();
            StringBuilder wanted = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                String end = i == 49 ? "Connection: close\r\n" : "";
                requests.append(
                        i % 2 == 0
                                ? "GET /" + i + " HTTP/1.1\r\nHost: x\r\n" + end + "\r\n"
                                : "POST /" + i + " HTTP/1.1\r\nHost: x\r\n" + end + "Content-Length: 2\r\n\r\nGE");
                wanted.append("</").append(i).append('>');
            }

            String answer = edge.raw(requests.toString());

            assertThat(answer.replaceAll("(?s)HTTP/1\\.1 200 OK\r\n.*?\r\n\r\n", ""))
                    .isEqualTo(wanted.toString());
        }
    }

    @Test
    void requestThatDrainsTooLong_isCutOffAndSaysSo() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RunningEdge edge = edge();
                ScriptedInstance stuck = new ScriptedInstance((head, in, out) -> {
                    await().forever().until(() -> never.getCount() == 0);
                    return false;
                });
                ScriptedInstance next = ScriptedInstance.answering("next");
                Socket client = connect(edge, stuck)) {
            ScriptedInstance.send(client.getOutputStream(), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            await().until(() -> stuck.heads().size() == 1);

            String body = RunningEdge.routeBody(1, 1, "r-2 1 " + next.port()).replace("5000", "300");
            assertThat(edge.admin("PUT", "/v1/routes/shop", body).statusCode()).isEqualTo(200);

            assertThat(readAll(client)).startsWith("HTTP/1.1 504").contains("X-Slipway-Edge: drained");
            assertThat(edge.stats("r-1").path("inFlight").asInt()).isZero();
            never.countDown();
        }
    }

    @Test
    void clientThatDoesNotRead_holdsTheInstanceBack() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RunningEdge edge = edge();
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    ScriptedInstance.send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + HUGE + "\r\n\r\n");
                    write(out, sent);
                    return true;
                });
                Socket client = connect(edge, one)) {
            ScriptedInstance.send(client.getOutputStream(), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(stalledAt(sent)).isPositive().isLessThan(BUFFERED);
            assertThat(client.getInputStream().transferTo(OutputStream.nullOutputStream()))
                    .isBetween(HUGE, HUGE + 1000);
        }
    }

    @Test
    void instanceThatDoesNotRead_holdsTheClientBack() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        AtomicLong sent = new AtomicLong();
        try (RunningEdge edge = edge();
                ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
                    await().atMost(Duration.ofSeconds(30)).until(() -> read.getCount() == 0);
                    ScriptedInstance.ok(out, "read " + ScriptedInstance.skipBody(head, in));
                    return true;
                });
                Socket client = connect(edge, one)) {
            ScriptedInstance.send(
                    client.getOutputStream(),
                    "PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + HUGE + "\r\n\r\n");
            Thread writer = Thread.ofVirtual().start(() -> writeAll(client, sent));

            assertThat(stalledAt(sent)).isPositive().isLessThan(BUFFERED);
            read.countDown();
            writer.join();
            assertThat(readAll(client)).endsWith("read " + HUGE);
        }
    }

    private RunningEdge edge() throws IOException {
        return new RunningEdge(home, Limits.DEFAULT);
    }

    private static Socket connect(RunningEdge edge, ScriptedInstance instance) throws Exception {
        edge.route(1, 0, "r-1 1 " + instance.port());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), edge.port());
        client.setSoTimeout(30_000);
        return client;
    }

    /** What was sent when nothing more could be for half a second. */
    private static long stalledAt(AtomicLong sent) {
        long[] last = {-1};
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    long before = last[0];
                    last[0] = sent.get();
                    return last[0] > 0 && before == last[0];
                });
        return last[0];
    }

    private static void writeAll(Socket client, AtomicLong sent) {
        try {
            write(client.getOutputStream(), sent);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, AtomicLong sent) throws IOException {
        byte[] block = new byte[64 * 1024];
        for (long left = HUGE; left > 0; left -= block.length) {
            out.write(block);
            sent.addAndGet(block.length);
        }
        out.flush();
    }

    private static String readAll(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
