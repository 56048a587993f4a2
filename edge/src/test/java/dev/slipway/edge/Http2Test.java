package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import dev.slipway.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 from clients, agreed on in the handshake, to instances that speak HTTP/1.1. */
class Http2Test {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SWITCHES = 30;

    @TempDir
    Path home;

    private RunningEdge edge;
    private HttpClient http;

    @BeforeEach
    void open() throws Exception {
        TestCertificate certificate = TestCertificate.forLocalhost();
        certificate.write(home.resolve("certificates"), "localhost");
        edge = new RunningEdge(home, Limits.DEFAULT, "--tls-listen", "127.0.0.1:0");
        http = HttpClient.newBuilder().sslContext(certificate.context()).build();
    }

    @AfterEach
    void close() {
        http.shutdownNow();
        edge.close();
    }

    @Test
    void manyStreams_shareAConnectionAndEachGetsItsAnswer() throws Exception {
        try (ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
            ScriptedInstance.ok(out, "<" + head.split(" ")[1] + ">");
            return true;
        })) {
            edge.route(1, 0, "r-1 1 " + one.port());
            assertThat(send(request("/first")).version()).isEqualTo(HttpClient.Version.HTTP_2);
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(http.sendAsync(request("/" + i).build(), HttpResponse.BodyHandlers.ofString()));
            }

            for (int i = 0; i < 100; i++) {
                HttpResponse<String> answer = answers.get(i).join();
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("</" + i + ">");
                assertThat(answer.headers().firstValue("x-slipway-release")).contains("r-1");
            }
            assertThat(one.heads().getFirst())
                    .contains("Host: localhost:" + edge.tlsPort() + "\r\n", "X-Forwarded-Proto: https\r\n");
        }
    }

    @Test
    void bodies_passBothWaysWithAndWithoutALength() throws Exception {
        byte[] large = new byte[5 << 20];
        new java.util.Random(7).nextBytes(large);
        try (ScriptedInstance echo = new ScriptedInstance((head, in, out) -> {
            boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
            byte[] body = chunked ? Chunks.read(in) : in.readNBytes(Math.toIntExact(Chunks.length(head)));
            ScriptedInstance.send(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < body.length; at += 50_000) {
                int length = Math.min(50_000, body.length - at);
                ScriptedInstance.send(out, Integer.toHexString(length) + ";x=y\r\n");
                out.write(body, at, length);
                ScriptedInstance.send(out, "\r\n");
            }
            ScriptedInstance.send(out, "0\r\nX-Trailer: t\r\n\r\n");
            return true;
        })) {
            edge.route(1, 0, "r-1 1 " + echo.port());

            assertThat(post(HttpRequest.BodyPublishers.ofByteArray(large)).body())
                    .isEqualTo(large);
            assertThat(post(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
                            .body())
                    .isEqualTo(large);
        }
    }

    @Test
    void switches_failNoStreamAndAskNoInstanceThatHasLeft() throws Exception {
        ScriptedInstance serving = ScriptedInstance.answering("0");
        edge.route(1, 0, "r-0 1 " + serving.port());
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong answered = new AtomicLong();
        List<CompletableFuture<Void>> users = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int user = 0; user < 8; user++) {
                users.add(CompletableFuture.runAsync(() -> useUntil(over, answered), threads));
            }
            for (int i = 1; i <= SWITCHES; i++) {
                ScriptedInstance next = ScriptedInstance.answering(Integer.toString(i));
                edge.route(1, i, "r-" + i + " 1 " + next.port());
                String left = "r-" + (i - 1);
                await().atMost(LONG)
                        .until(() -> edge.stats(left).path("inFlight").asInt() == 0);
                serving.close();
                serving = next;
                long goal = answered.get() + 20;
                await().atMost(LONG)
                        .until(() -> answered.get() >= goal || users.stream().anyMatch(CompletableFuture::isDone));
            }
            over.set(true);
            CompletableFuture.allOf(users.toArray(CompletableFuture[]::new)).join();
        } finally {
            over.set(true);
            serving.close();
        }
        assertThat(edge.stats().path("routes").path(0).path("releases").valueStream())
                .hasSize(SWITCHES + 1)
                .allMatch(release -> release.path("errors").asInt() == 0);
    }

    private void useUntil(AtomicBoolean over, AtomicLong answered) {
        while (!over.get()) {
            HttpResponse<String> answer = http.sendAsync(
                            request("/")
                                    .POST(HttpRequest.BodyPublishers.ofString("some body"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .join();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            answered.incrementAndGet();
        }
    }

    @Test
    void headAndEmptyAnswers_haveNoBody() throws Exception {
        try (ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
            ScriptedInstance.send(
                    out,
                    head.startsWith("HEAD")
                            ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                            : "HTTP/1.1 204 No Content\r\n\r\n");
            return true;
        })) {
            edge.route(1, 0, "r-1 1 " + one.port());

            HttpResponse<String> head = send(request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.headers().firstValue("content-length")).contains("5");
            assertThat(send(request("/")).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void bodyThatEndsWithItsConnection_isWhole_andOneThatIsCut_isNot() throws Exception {
        try (ScriptedInstance one = new ScriptedInstance((head, in, out) -> {
            String length = head.startsWith("GET /cut") ? "Content-Length: 10\r\n" : "";
            ScriptedInstance.send(out, "HTTP/1.1 200 OK\r\n" + length + "\r\nbody");
            return false;
        })) {
            edge.route(1, 0, "r-1 1 " + one.port());

            assertThat(send(request("/whole")).body()).isEqualTo("body");
            assertThatThrownBy(() -> send(request("/cut"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void instanceThatFails_isAnsweredForByTheEdge() throws Exception {
        ScriptedInstance gone = ScriptedInstance.answering("gone");
        edge.route(1, 0, "r-1 1 " + gone.port());
        gone.close();

        HttpResponse<String> answer = send(request("/"));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("x-slipway-edge")).contains("upstream-failed");
    }

    @Test
    void clientThatKnowsBeforehand_isSpokenToWithoutTls() throws Exception {
        String emptySettings = "\0\0\0\4\0\0\0\0\0";
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            client.setSoTimeout(10_000);
            ScriptedInstance.send(client.getOutputStream(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + emptySettings);

            byte[] frame = client.getInputStream().readNBytes(9);
            assertThat(frame[3]).as("the type of SETTINGS").isEqualTo((byte) 4);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + edge.tlsPort() + path))
                .timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> post(HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        return http.send(request("/").POST(body).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
