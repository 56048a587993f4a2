package dev.slipway.server.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.patrol.Standing;
import dev.slipway.observe.patrol.Watched;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.server.watch.WatchSettings;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.watch.OutageRows;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes that report by themselves, so that the test's clock decides what becomes of them. */
class ProbesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Watched> WATCHED = ProbeFile.read("probes.yml", """
                    external-endpoints:
                    - {name: backup, heartbeat: {interval: 1h}}
                    endpoints:
                    - {name: web, url: 'https://shop.invalid/', interval: 1d}
                    """).endpoints().stream()
            .map(endpoint -> new Watched("shop", endpoint))
            .toList();

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(BEGUN);
    private final List<String> news = new CopyOnWriteArrayList<>();
    private Database database;
    private TimeSeriesStore store;
    private Probes probes;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(DatabaseAddress.of(null, folder));
        store = TimeSeriesStore.open(folder.resolve("metrics"), StoreOptions.standard(), clock);
        probes = live();
    }

    private Probes live() {
        Probes begun = new Probes(
                store,
                database,
                WatchSettings.of("30d", 1L << 30, "15s"),
                watched -> news.add(watched.endpoint().name()),
                clock);
        begun.follow(WATCHED);
        return begun;
    }

    @AfterEach
    void close() throws IOException {
        probes.close();
        store.close();
        database.close();
    }

    private Standing.State backup() {
        return probes.statuses().stream()
                .filter(status -> status.watched().endpoint().name().equals("backup"))
                .findFirst()
                .orElseThrow()
                .standing()
                .state();
    }

    private void awaitBackup(Standing.State state) {
        await().atMost(PATIENCE).until(() -> {
            probes.checkNow("shop", "backup");
            return backup() == state;
        });
    }

    private List<OutageRows.Row> outages() {
        return probes.outages("shop", BEGUN, 10).stream()
                .filter(row -> row.probe().equals("backup"))
                .toList();
    }

    @Test
    void silence_isAnOutageThatARestartRemembers() {
        probes.report("shop", "backup", "");
        awaitBackup(Standing.State.UP);
        clock.advance(Duration.ofHours(2));
        awaitBackup(Standing.State.DOWN);
        await().atMost(PATIENCE).until(() -> outages().size() == 1);
        assertThat(outages().getFirst().reason()).isEqualTo("nothing was heard since 2026-03-01T12:00:00Z");
        assertThat(outages().getFirst().endedAt()).isNull();

        probes.close();
        probes = live();
        assertThat(backup()).isEqualTo(Standing.State.DOWN);

        probes.report("shop", "backup", "");
        awaitBackup(Standing.State.UP);
        await().atMost(PATIENCE).until(() -> outages().getFirst().endedAt() != null);
        assertThat(news).contains("backup");
    }

    @Test
    void reportOfTrouble_isAnOutageUntilTheProbeIsTakenAway() {
        probes.report("shop", "backup", "disk full");
        await().atMost(PATIENCE).until(() -> outages().size() == 1);
        assertThat(outages().getFirst().reason()).isEqualTo("disk full");

        probes.follow(List.of());
        assertThat(probes.statuses()).isEmpty();
        assertThat(outages().getFirst().endedAt()).isEqualTo(BEGUN);
    }

    @Test
    void onlyExternalEndpoints_report() {
        assertThatThrownBy(() -> probes.report("shop", "web", ""))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("no-such-probe"));
        assertThatThrownBy(() -> probes.checkNow("blog", "web")).hasMessageContaining("no such probe");
    }
}
