package dev.slipway.observe.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.relabel.RelabelAction;
import dev.slipway.observe.relabel.RelabelRule;
import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Staleness;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples on their way to another server. */
class ForwarderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final List<RemoteWrite.Written> taken = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;
    private TimeSeriesStore store;
    private HttpServer receiver;

    @BeforeEach
    void open() throws IOException {
        store = TimeSeriesStore.open(folder.resolve("store"), StoreOptions.standard(), clock);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/write", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                if (answer == 204) {
                    taken.addAll(RemoteWrite.read(body));
                }
                exchange.sendResponseHeaders(answer, -1);
            }
        });
        receiver.start();
    }

    @AfterEach
    void close() throws IOException {
        receiver.stop(0);
        store.close();
    }

    private Forwarder forwarder(String url) throws IOException {
        RelabelRule drop = new RelabelRule(
                RelabelAction.DROP,
                List.of("__name__"),
                RelabelRule.SEMICOLON,
                RelabelRule.pattern("secret"),
                "",
                RelabelRule.FIRST_GROUP,
                0);
        RemoteTarget target = new RemoteTarget(
                "other",
                URI.create(url),
                HttpOptions.PLAIN,
                Duration.ofSeconds(30),
                List.of(drop),
                Map.of("cluster", "one", "job", "never"));
        Forwarder forwarder = new Forwarder(store, target, new Position(folder.resolve("position")), clock, LOOK);
        forwarder.start();
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("position")));
        return forwarder;
    }

    private Forwarder forwarder() throws IOException {
        return forwarder("http://127.0.0.1:" + receiver.getAddress().getPort() + "/write");
    }

    private void sample(String name, double value) {
        Batch batch = store.batch();
        batch.add(Labels.of("__name__", name, "job", "a"), clock.millis(), value);
        batch.commit();
        clock.advance(Duration.ofSeconds(30));
    }

    @Test
    void samples_arriveWithExternalLabelsAndTheEndOfASeries() throws IOException {
        try (Forwarder _ = forwarder()) {
            sample("up", 1.5);
            sample("secret", 2);
            sample("up", Staleness.MARKER);
            sample("later", 3);
            await().atMost(PATIENCE).until(() -> taken.size() >= 3);
        }
        assertThat(taken).extracting(RemoteWrite.Written::labels).allSatisfy(labels -> {
            assertThat(labels.asMap()).containsEntry("cluster", "one").containsEntry("job", "a");
            assertThat(labels.metricName()).isNotEqualTo("secret");
        });
        assertThat(taken.stream().flatMapToDouble(each -> Arrays.stream(each.values())))
                .anyMatch(value -> value == 1.5)
                .anyMatch(Staleness::isMarker);
    }

    @Test
    void targetThatFails_getsEverythingLaterAndNothingTwice() throws IOException {
        answer = 503;
        try (Forwarder forwarder = forwarder()) {
            sample("up", 1);
            await().atMost(PATIENCE).until(() -> forwarder.status().trouble().isPresent());
            assertThat(forwarder.status().trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("503"));
            answer = 204;
            await().atMost(PATIENCE).until(() -> taken.size() == 1);
            await().atMost(PATIENCE).until(() -> forwarder.status().trouble().isEmpty());
        }
        try (Forwarder forwarder = forwarder()) {
            sample("down", 2);
            await().atMost(PATIENCE).until(() -> forwarder.status().sent() == 1);
        }
        assertThat(taken).hasSize(2);
    }

    @Test
    void samplesThatAreRefused_areCountedAndPassedOver() throws IOException {
        answer = 400;
        try (Forwarder forwarder = forwarder()) {
            sample("bad", 1);
            await().atMost(PATIENCE).until(() -> forwarder.status().refused() == 1);
            answer = 204;
            sample("good", 2);
            await().atMost(PATIENCE).until(() -> forwarder.status().sent() == 1);
        }
        assertThat(taken)
                .singleElement()
                .satisfies(each -> assertThat(each.labels().metricName()).isEqualTo("good"));
    }

    @Test
    void targetThatWasAwayForTooLong_missesWhatIsOld() throws IOException {
        try (Forwarder _ = forwarder()) {
            sample("up", 1);
            await().atMost(PATIENCE).until(() -> taken.size() == 1);
        }
        clock.advance(Duration.ofHours(5));
        try (Forwarder forwarder = forwarder()) {
            await().atMost(PATIENCE).until(() -> forwarder.status().missedMillis() > 0);
            assertThat(forwarder.status().missedMillis())
                    .isBetween(
                            Duration.ofHours(2).toMillis(), Duration.ofHours(4).toMillis());
        }
    }

    @Test
    void packedBytes_areThoseThatWerePacked() {
        for (String text :
                List.of("", "a", "abcabcabcabcabcabcabc", "x".repeat(100_000), "0123456789".repeat(20_000))) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Snappy.unpack(SnappyPacker.pack(bytes), bytes.length)).isEqualTo(bytes);
        }
        byte[] noise = new byte[200_000];
        new Random(3).nextBytes(noise);
        assertThat(Snappy.unpack(SnappyPacker.pack(noise), noise.length)).isEqualTo(noise);
        assertThat(SnappyPacker.pack("x".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .hasSizeLessThan(10_000);
    }

    @Test
    void prometheus_takesThem() throws Exception {
        assumeTrue(Files.isExecutable(PROMETHEUS), "prometheus is not installed");
        int port = freePort();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
        Process prometheus = new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + config,
                        "--web.enable-remote-write-receiver",
                        "--web.listen-address=127.0.0.1:" + port,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        String root = "http://127.0.0.1:" + port;
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(root + "/-/ready").contains("Ready"));
            clock.set(Instant.now().minusSeconds(300));
            try (Forwarder forwarder = forwarder(root + "/api/v1/write")) {
                sample("up", 7.25);
                sample("up", 8.5);
                await().atMost(PATIENCE).until(() -> forwarder.status().sent() >= 1);
                assertThat(forwarder.status().refused()).isZero();
            }
            String query = root + "/api/v1/query?query=max_over_time(up%5B10m%5D)";
            await().atMost(PATIENCE).until(() -> get(query).contains("\"cluster\":\"one\""));
            assertThat(get(query)).contains("\"job\":\"a\"");
        } finally {
            prometheus.destroy();
            prometheus.waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
