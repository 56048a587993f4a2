package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.handover.HandoverDoor;
import dev.slipway.testkit.TestCertificate;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An edge that is replaced by another while users are served over TLS, with HTTP/1.1 and with HTTP/2. */
@Tag("slow")
class SecureHandoverTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CLIENTS = 6;

    @TempDir
    Path home;

    private TestCertificate certificate;
    private int port;
    private final AtomicLong served = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare() throws Exception {
        assumeThat(HandoverDoor.isPossible(home))
                .as("epoll is there and the path is short")
                .isTrue();
        certificate = TestCertificate.forLocalhost();
        certificate.write(home.resolve("certificates"), "localhost");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void edgeReplacedUnderLoad_losesNoRequestAndNoConnection(HttpClient.Version version) throws Exception {
        try (ScriptedInstance one = ScriptedInstance.answering("one");
                HttpClient plain = HttpClient.newHttpClient();
                HttpClient http = HttpClient.newBuilder()
                        .version(version)
                        .sslContext(certificate.context())
                        .build();
                EdgeProgram first = edge("127.0.0.1:0")) {
            String listen = first.announced().path("listen").asString();
            assertThat(first.route(plain, "r-1", one.port())).isEqualTo(200);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int client = 0; client < CLIENTS; client++) {
                    threads.execute(() -> ask(http, version));
                }
                awaitMore(300);
                try (EdgeProgram second = edge(listen, "--take-over", "yes")) {
                    assertThat(second.announced().path("pid").asLong())
                            .isEqualTo(second.process().pid());
                    awaitMore(300);
                    assertThat(first.process().waitFor(60, TimeUnit.SECONDS))
                            .as("the first edge ends once its connections have")
                            .isTrue();
                    assertThat(first.process().exitValue()).isZero();
                    awaitMore(100);
                    stopped.set(true);
                    threads.shutdown();
                    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
                } finally {
                    stopped.set(true);
                }
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void idleConnection_isServedOnceMoreByTheEdgeThatWasReplaced() throws Exception {
        try (ScriptedInstance one = ScriptedInstance.answering("one");
                HttpClient plain = HttpClient.newHttpClient();
                EdgeProgram first = edge("127.0.0.1:0")) {
            assertThat(first.route(plain, "r-1", one.port())).isEqualTo(200);
            try (SSLSocket idle =
                    (SSLSocket) certificate.context().getSocketFactory().createSocket("localhost", port)) {
                idle.setSoTimeout(60_000);
                idle.startHandshake();
                assertThat(answer(idle)).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("connection: close");
                try (EdgeProgram second = edge(first.announced().path("listen").asString(), "--take-over", "yes")) {
                    assertThat(second.announced().path("pid").asLong())
                            .isEqualTo(second.process().pid());
                    assertThat(answer(idle)).startsWith("HTTP/1.1 200 ").containsIgnoringCase("connection: close");
                    assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
    }

    private EdgeProgram edge(String listen, String... more) throws IOException {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("--tls-listen", "127.0.0.1:" + port, "--rehearse-millis", "0"));
        arguments.addAll(List.of(more));
        return EdgeProgram.start(home, listen, arguments.toArray(String[]::new));
    }

    private void ask(HttpClient http, HttpClient.Version version) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                .timeout(LONG)
                .build();
        while (!stopped.get()) {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200 || answer.version() != version) {
                    failures.add(answer.statusCode() + " by " + answer.version());
                }
                served.incrementAndGet();
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String answer(SSLSocket client) throws IOException {
        ScriptedInstance.send(client.getOutputStream(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String head = Load.head(client.getInputStream());
        client.getInputStream().skipNBytes(Chunks.length(head));
        return head;
    }

    private void awaitMore(int requests) {
        long goal = served.get() + requests;
        await().atMost(LONG).until(() -> served.get() >= goal || !failures.isEmpty());
    }
}
