package dev.slipway.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that mean no good get no memory and no time of ours. */
class BriefAnswerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/short", exchange -> {
            exchange.sendResponseHeaders(201, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("made".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.createContext("/endless", this::streamWithoutEnd);
        server.createContext("/silent", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            await();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void streamWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] block = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            while (over.getCount() > 0) {
                out.write(block);
            }
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .build();
    }

    @Test
    void shortAnswer_isReadWhole() throws Exception {
        BriefAnswer answer = BriefAnswer.of(client, request("/short"), 4, PATIENCE);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).isEqualTo("made");
        assertThat(answer.whole()).isTrue();
    }

    @Test
    void longAnswer_isCutAtTheSize() throws Exception {
        BriefAnswer answer = BriefAnswer.of(client, request("/short"), 3, PATIENCE);

        assertThat(answer.text()).isEqualTo("mad");
        assertThat(answer.whole()).isFalse();
    }

    @Test
    void answerWithoutEnd_isReadToTheSize() throws Exception {
        BriefAnswer answer = BriefAnswer.of(client, request("/endless"), 10_000, PATIENCE);

        assertThat(answer.text()).hasSize(10_000);
        assertThat(answer.whole()).isFalse();
    }

    @Test
    void bodyThatDoesNotEnd_isWaitedForNoLongerThanTold() {
        assertThatThrownBy(() -> BriefAnswer.of(client, request("/silent"), 100, Duration.ofMillis(200)))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessageContaining("127.0.0.1 gave no whole answer");
    }
}
