package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadClientTest {

    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, "shop-1", 5));
        server.createContext("/chunked", exchange -> answer(exchange, "shop-2", 0));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void load_countsStatusesReleasesAndWeights() throws Exception {
        LoadPlan plan = LoadPlan.to(port(), "shop.localhost", "/").withPaths(Map.of("/", 3, "/chunked", 1));
        try (LoadClient load = LoadClient.start(plan)) {
            await().until(() -> load.report().answered() > 400);
            LoadReport report = load.stop();
            assertThat(report.byStatus()).containsOnlyKeys(200);
            assertThat(report.connectionErrors()).isZero();
            assertThat(report.byRelease().get("shop-1"))
                    .isGreaterThan(2 * report.byRelease().get("shop-2"));
            assertThat(report.byEdge()).containsOnlyKeys("shop.localhost");
            assertThat(report.failed()).isZero();
            assertThat(report.p99()).isPositive();
        }
    }

    @Test
    void load_keepsItsRate() throws Exception {
        long from = System.nanoTime();
        try (LoadClient load = LoadClient.start(LoadPlan.to(port(), "h", "/").withRate(100))) {
            await().until(() -> load.report().answered() >= 50);
            double seconds = (System.nanoTime() - from) / 1e9;
            assertThat(seconds).isGreaterThan(0.45);
        }
    }

    @Test
    void load_countsWhatFailed() throws Exception {
        try (LoadClient load = LoadClient.start(LoadPlan.to(port(), "h", "/").withRate(200))) {
            status.set(503);
            await().until(() -> load.report().byStatus().containsKey(503));
            server.stop(0);
            await().until(() -> load.report().connectionErrors() > 0);
            LoadReport report = load.stop();
            assertThat(report.failed()).isGreaterThan(report.connectionErrors());
            assertThat(report.errors()).isNotEmpty();
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, String release, int length) throws IOException {
        exchange.getResponseHeaders().set("X-Slipway-Release", release);
        exchange.getResponseHeaders()
                .set("X-Slipway-Edge", exchange.getRequestHeaders().getFirst("Host"));
        exchange.sendResponseHeaders(status.get(), length);
        try (var body = exchange.getResponseBody()) {
            body.write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }
}
