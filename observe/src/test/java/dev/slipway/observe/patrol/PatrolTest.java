package dev.slipway.observe.patrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.observe.check.Beats;
import dev.slipway.observe.check.Doors;
import dev.slipway.observe.check.Prober;
import dev.slipway.observe.check.Trust;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Samples;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import dev.slipway.promql.series.Staleness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatrolTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MANY = 300;

    @TempDir
    Path folder;

    private final List<String> news = new CopyOnWriteArrayList<>();
    private final Map<String, Beats.Beat> beats = new ConcurrentHashMap<>();
    private TimeSeriesStore store;
    private Patrol patrol;

    @BeforeEach
    void open() throws IOException {
        InstantSource clock = InstantSource.system();
        store = TimeSeriesStore.open(folder, StoreOptions.standard(), clock);
        Prober prober = new Prober(
                new Doors(true), Trust.system(), false, (_, probe) -> Optional.ofNullable(beats.get(probe)), clock);
        patrol = new Patrol(
                store,
                prober,
                (before, now) -> news.add(before + " " + now.standing().state()),
                clock);
    }

    @AfterEach
    void close() throws IOException {
        patrol.close();
        store.close();
    }

    private void follow(String endpoints) {
        ProbeFile file = ProbeFile.read("probes.yml", endpoints);
        assertThat(file.findings()).isEmpty();
        patrol.follow(
                file.endpoints().stream().map(each -> new Watched("shop", each)).toList(), _ -> Standing.UNKNOWN);
    }

    /** The newest value of a series of shop, NaN for an end. */
    private Optional<Double> newest(String name) {
        List<Double> values = new ArrayList<>();
        long now = System.currentTimeMillis();
        try (Selection found = store.select(
                now - 600_000,
                now + 1000,
                List.of(Matcher.equal("__name__", name), Matcher.equal("project", "shop")))) {
            for (Series series : found) {
                values.addAll(values(series.samples()));
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    private static List<Double> values(Samples samples) {
        List<Double> read = new ArrayList<>();
        long[] times = new long[100];
        double[] values = new double[100];
        for (int count = samples.read(times, values, 0); count > 0; count = samples.read(times, values, 0)) {
            for (int i = 0; i < count; i++) {
                read.add(values[i]);
            }
        }
        return read;
    }

    @Test
    void endpointThatFails_isDownOnceThatWasOftenEnough_andUpAgain() throws IOException {
        AtomicInteger status = new AtomicInteger(200);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        try {
            follow("""
                    endpoints:
                    - {name: web, url: 'http://127.0.0.1:%d/', interval: 1s, failure-threshold: 2, success-threshold: 2}
                    """.formatted(server.getAddress().getPort()));
            await().atMost(PATIENCE).until(() -> news.equals(List.of("UNKNOWN UP")));
            await().atMost(PATIENCE).until(() -> newest("probe_success").equals(Optional.of(1.0)));
            assertThat(newest("probe_http_status_code")).contains(200.0);
            assertThat(newest("probe_up")).contains(1.0);
            assertThat(newest("probe_maintenance")).contains(0.0);

            status.set(500);
            await().atMost(PATIENCE).until(() -> news.size() == 2);
            await().atMost(PATIENCE).until(() -> newest("probe_up").equals(Optional.of(0.0)));
            status.set(204);
            await().atMost(PATIENCE).until(() -> news.size() == 3);
            assertThat(news).containsExactly("UNKNOWN UP", "UP DOWN", "DOWN UP");

            follow("endpoints: []");
            await().atMost(PATIENCE)
                    .until(() ->
                            newest("probe_success").filter(Staleness::isMarker).isPresent());
            assertThat(patrol.statuses()).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void peerThatSaysNothing_isLeftAfterTheTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            follow("""
                    endpoints:
                    - {name: web, url: 'http://127.0.0.1:%d/', interval: 1s, client: {timeout: 200ms}}
                    """.formatted(silent.getLocalPort()));
            await().atMost(PATIENCE)
                    .until(() -> patrol.statuses().getFirst().last().isPresent());
            assertThat(patrol.statuses().getFirst().last().orElseThrow().complaints())
                    .isNotEmpty();
            await().atMost(PATIENCE).until(() -> newest("probe_success").equals(Optional.of(0.0)));
        }
    }

    @Test
    void report_countsAtOnce() {
        follow("""
                external-endpoints:
                - {name: backup, heartbeat: {interval: 1d}}
                """);
        assertThat(patrol.statuses().getFirst().last()).isEmpty();
        beats.put("backup", new Beats.Beat(Instant.now(), ""));

        await().atMost(PATIENCE).until(() -> {
            assertThat(patrol.checkNow("shop", "backup")).isTrue();
            return news.equals(List.of("UNKNOWN UP"));
        });
        assertThat(patrol.checkNow("shop", "other")).isFalse();
        await().atMost(PATIENCE).until(() -> newest("probe_success").equals(Optional.of(1.0)));
        assertThat(newest("probe_duration_seconds")).isEmpty();
    }

    @Test
    void endpointThatWasDown_isDownStill() {
        ProbeFile file = ProbeFile.read("probes.yml", """
                external-endpoints:
                - {name: backup, heartbeat: {interval: 1d}}
                """);
        patrol.follow(List.of(new Watched("shop", file.endpoints().getFirst())), _ -> Standing.DOWN);

        assertThat(patrol.statuses().getFirst().standing().state()).isEqualTo(Standing.State.DOWN);
    }

    @Test
    void end_leavesTheStoreAsItWas_whateverIsBeingWritten() {
        StringBuilder endpoints = new StringBuilder("external-endpoints:\n");
        for (int i = 0; i < MANY; i++) {
            endpoints.append("- {name: p").append(i).append(", heartbeat: {interval: 1d}}\n");
            beats.put("p" + i, new Beats.Beat(Instant.now(), ""));
        }
        follow(endpoints.toString());
        for (int i = 0; i < MANY; i++) {
            patrol.checkNow("shop", "p" + i);
        }
        patrol.close();

        Batch batch = store.batch();
        batch.add(Labels.of("__name__", "after"), System.currentTimeMillis(), 1);
        assertThat(batch.commit().refused()).isZero();
        assertThat(store.status().refusal()).isEmpty();
    }
}
