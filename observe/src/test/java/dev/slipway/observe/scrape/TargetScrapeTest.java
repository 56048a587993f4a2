package dev.slipway.observe.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observe.discovery.Discovery;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import dev.slipway.promql.series.Staleness;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetScrapeTest {

    private final SettableClock clock = SettableClock.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    private TimeSeriesStore store;
    private Exporter exporter;

    @BeforeEach
    void begin() throws IOException {
        store = TimeSeriesStore.open(folder.resolve("store"), StoreOptions.standard(), clock);
        exporter = new Exporter();
    }

    @AfterEach
    void end() throws IOException {
        exporter.close();
        timer.shutdownNow();
        store.close();
    }

    private TargetScrape target(String yaml) {
        ScrapeJob job = TargetMakerTest.job("static_configs: [{targets: ['" + exporter.address() + "']}]\n" + yaml);
        Target target = new TargetMaker(job)
                .targets(((Discovery.Listed) job.discoveries().getFirst()).groups())
                .getFirst();
        return new TargetScrape(target, job, new Fetch(Scraper.client(), timer), store);
    }

    private TargetScrape target(SeriesBudget budget) {
        ScrapeJob job = TargetMakerTest.job("static_configs: [{targets: ['" + exporter.address() + "']}]\n");
        Target target = new TargetMaker(job)
                .targets(((Discovery.Listed) job.discoveries().getFirst()).groups())
                .getFirst();
        return new TargetScrape(target, job, new Fetch(Scraper.client(), timer), store, budget);
    }

    @Test
    void everNewLabelValues_areEndedByTheTargetsOwnLimit() throws Exception {
        TargetScrape bad = target(new SeriesBudget(2500));
        for (int round = 0; round < 4; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                text.append("hits{user=\"").append(round).append('-').append(i).append("\"} 1\n");
            }
            exporter.says(text.toString());
            scrape(bad);
        }
        assertThat(bad.status().health()).isEqualTo(TargetStatus.Health.DOWN);
        assertThat(bad.status().lastError()).contains("2500 new series in two hours");
        assertThat(store.status().series()).isLessThan(2600);

        exporter.says("a 1\n");
        TargetScrape good = target("");
        scrape(good);
        assertThat(good.status().health()).isEqualTo(TargetStatus.Health.UP);
        exporter.says("hits{user=\"0-1\"} 2\n");
        scrape(bad);
        assertThat(bad.status().health()).as("what is known is taken").isEqualTo(TargetStatus.Health.UP);
        clock.advance(Duration.ofHours(2));
        exporter.says("hits{user=\"new\"} 1\n");
        scrape(bad);
        assertThat(bad.status().health()).isEqualTo(TargetStatus.Health.UP);
    }

    @Test
    void endlessBody_isCutOff() throws Exception {
        try (Endless endless = new Endless()) {
            ScrapeJob job = TargetMakerTest.job(
                    "body_size_limit: 1MB\nstatic_configs: [{targets: ['127.0.0.1:" + endless.port() + "']}]\n");
            Target target = new TargetMaker(job)
                    .targets(((Discovery.Listed) job.discoveries().getFirst()).groups())
                    .getFirst();
            TargetScrape scrape = new TargetScrape(target, job, new Fetch(Scraper.client(), timer), store);
            scrape.scrape(clock.instant());
            assertThat(scrape.status().lastError()).isEqualTo("the body is larger than 1048576 bytes");
            assertThat(samples("up")).containsExactly("0.0");
        }
    }

    @Test
    void sameSeriesTwice_keepsTheFirstAndSaysSo() throws Exception {
        exporter.says("a 1\na 2\nb 3\n");
        TargetScrape target = target("");
        scrape(target);
        assertThat(samples("a")).containsExactly("1.0");
        assertThat(samples("b")).containsExactly("3.0");
        assertThat(target.status().warning()).contains("1 duplicates");
        assertUp(target);
    }

    @Test
    void brokenUtf8_failsTheScrapeAsAWhole() throws Exception {
        exporter.sends("a 1\nb{c=\"\u00ff\"} 1\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        TargetScrape target = target("");
        scrape(target);
        assertThat(target.status().health()).isEqualTo(TargetStatus.Health.DOWN);
        assertThat(samples("a")).isEmpty();
    }

    @Test
    void clockThatIsAnHourOff_costsOnlyItsOwnSamples() throws Exception {
        exporter.says("seed 1\n");
        TargetScrape target = target("");
        scrape(target);
        long ahead = clock.instant().plus(Duration.ofHours(1)).toEpochMilli();
        exporter.says("ahead 1 " + ahead + "\nplain 1\n");
        scrape(target);
        assertThat(samples("ahead")).isEmpty();
        assertThat(samples("plain")).containsExactly("1.0");
        assertThat(target.status().warning()).contains("1 too new");
        assertUp(target);
        exporter.says("plain 2\n");
        scrape(target);
        assertThat(target.status().health()).isEqualTo(TargetStatus.Health.UP);
    }

    /** What the page of targets says and what the metric says are the same. */
    private void assertUp(TargetScrape target) {
        assertThat(target.status().health()).isEqualTo(TargetStatus.Health.UP);
        assertThat(target.status().lastError()).isNull();
        assertThat(samples("up").getLast()).isEqualTo("1.0");
    }

    private void scrape(TargetScrape target) throws InterruptedException {
        clock.advance(Duration.ofSeconds(15));
        target.scrape(clock.instant());
    }

    /** All samples of a name, oldest first; a staleness marker as "stale". */
    private List<String> samples(String name) {
        List<String> found = new ArrayList<>();
        try (Selection selection = store.select(0, Long.MAX_VALUE, List.of(Matcher.equal("__name__", name)))) {
            for (Series series : selection) {
                long[] times = new long[100];
                double[] values = new double[100];
                int count = series.samples().read(times, values, 0);
                for (int i = 0; i < count; i++) {
                    found.add(Staleness.isMarker(values[i]) ? "stale" : Double.toString(values[i]));
                }
            }
        }
        return found;
    }

    private List<String> series(String name) {
        return store.series(List.of(Matcher.equal("__name__", name)), 0, Long.MAX_VALUE).stream()
                .map(labels ->
                        labels.without(List.of("__name__", "job")).toString().replace(exporter.address(), "ADDRESS"))
                .toList();
    }

    @Test
    void samplesAndReports_areStored() throws Exception {
        exporter.says("# HELP a what\n# TYPE a gauge\na{b=\"c\"} 1\nd 2\n");
        TargetScrape target = target("");
        scrape(target);
        assertThat(series("a")).containsExactly("{b=\"c\", instance=\"ADDRESS\"}");
        assertThat(samples("up")).containsExactly("1.0");
        assertThat(samples("scrape_samples_scraped")).containsExactly("2.0");
        assertThat(samples("scrape_samples_post_metric_relabeling")).containsExactly("2.0");
        assertThat(samples("scrape_series_added")).containsExactly("2.0");
        assertThat(samples("scrape_duration_seconds")).hasSize(1);
        assertThat(target.status().health()).isEqualTo(TargetStatus.Health.UP);
        assertThat(target.status().samples()).isEqualTo(2);
        assertThat(target.families())
                .singleElement()
                .satisfies(family -> assertThat(family.help()).isEqualTo("what"));
        scrape(target);
        assertThat(samples("scrape_series_added")).containsExactly("2.0", "0.0");
        assertThat(exporter.asked.get().getFirst("Accept")).startsWith("application/openmetrics-text");
        assertThat(exporter.asked.get().getFirst("X-Prometheus-Scrape-Timeout-Seconds"))
                .isEqualTo("10.0");
    }

    @Test
    void vanishedSeries_areMarkedStaleOnce() throws Exception {
        TargetScrape target = target("");
        exporter.says("a 1\nb 1\n");
        scrape(target);
        exporter.says("a 2\n");
        scrape(target);
        scrape(target);
        assertThat(samples("a")).containsExactly("1.0", "2.0", "2.0");
        assertThat(samples("b")).containsExactly("1.0", "stale");
    }

    @Test
    void failedScrape_marksEverythingStaleAndSaysWhy() throws Exception {
        TargetScrape target = target("");
        exporter.says("a 1\n");
        scrape(target);
        exporter.says("a 2\nb broken\n");
        scrape(target);
        assertThat(samples("a")).containsExactly("1.0", "stale");
        assertThat(samples("up")).containsExactly("1.0", "0.0");
        assertThat(target.status().lastError())
                .contains(":2:3: 'broken' is no number")
                .isNotNull();
        exporter.says("a 3\n");
        scrape(target);
        assertThat(samples("a")).containsExactly("1.0", "stale", "3.0");
        assertThat(target.status().health()).isEqualTo(TargetStatus.Health.UP);
    }

    @Test
    void targetThatLeaves_endsAllItsSeries() throws Exception {
        TargetScrape target = target("");
        exporter.says("a 1\n");
        scrape(target);
        clock.advance(Duration.ofSeconds(1));
        target.end(clock.instant());
        assertThat(samples("a")).containsExactly("1.0", "stale");
        assertThat(samples("up")).containsExactly("1.0", "stale");
    }

    @Test
    void conflictingLabels_areExportedOrHonored() throws Exception {
        exporter.says("a{job=\"own\",instance=\"i\"} 1\n");
        scrape(target(""));
        assertThat(store.series(List.of(Matcher.equal("exported_job", "own")), 0, Long.MAX_VALUE))
                .hasSize(1);
        exporter.says("b{job=\"own\",instance=\"\"} 1\n");
        scrape(target("honor_labels: true\n"));
        assertThat(store.series(List.of(Matcher.equal("__name__", "b")), 0, Long.MAX_VALUE))
                .singleElement()
                .hasToString("b{job=\"own\"}");
    }

    @Test
    void timestamps_areHonoredOrNot() throws Exception {
        long own = clock.instant().toEpochMilli() - 1000;
        exporter.says("a 1 " + own + "\n");
        TargetScrape target = target("");
        scrape(target);
        exporter.says("");
        scrape(target);
        assertThat(samples("a"))
                .as("a series with times of its own is not marked")
                .containsExactly("1.0");
        assertThat(store.series(List.of(Matcher.equal("__name__", "a")), own, own))
                .hasSize(1);
        exporter.says("b 1 " + own + "\n");
        scrape(target("honor_timestamps: false\n"));
        assertThat(store.series(List.of(Matcher.equal("__name__", "b")), 0, own))
                .isEmpty();
        assertThat(samples("b")).containsExactly("1.0");
    }

    @Test
    void metricRelabelling_dropsAndRenames() throws Exception {
        exporter.says("go_threads 1\nkeep{x=\"y\"} 2\n");
        scrape(target("""
                metric_relabel_configs:
                - {source_labels: [__name__], regex: go_.*, action: drop}
                - {source_labels: [x], target_label: z}
                """));
        assertThat(samples("go_threads")).isEmpty();
        assertThat(series("keep")).containsExactly("{instance=\"ADDRESS\", x=\"y\", z=\"y\"}");
        assertThat(samples("scrape_samples_scraped")).containsExactly("2.0");
        assertThat(samples("scrape_samples_post_metric_relabeling")).containsExactly("1.0");
    }

    @Test
    void limits_failTheScrapeAsAWhole() throws Exception {
        exporter.says("a 1\nb{c=\"dddd\"} 1\n");
        for (String limit : List.of(
                "sample_limit: 1",
                "label_limit: 3",
                "label_name_length_limit: 7",
                "label_value_length_limit: 3",
                "body_size_limit: 5B")) {
            TargetScrape target = target(limit + "\n");
            scrape(target);
            assertThat(target.status().health()).as(limit).isEqualTo(TargetStatus.Health.DOWN);
        }
        assertThat(samples("a")).isEmpty();
        assertThat(samples("up")).containsOnly("0.0");
    }

    @Test
    void packedBodies_areUnpackedUpToTheLimit() throws Exception {
        exporter.answers(new Exporter.Answer(200, "text/plain", "a 1\n".repeat(1), true, ""));
        scrape(target(""));
        assertThat(samples("a")).containsExactly("1.0");
        exporter.answers(new Exporter.Answer(200, "text/plain", "# \n".repeat(1_000_000), true, ""));
        TargetScrape bomb = target("body_size_limit: 1MB\n");
        scrape(bomb);
        assertThat(bomb.status().lastError()).isEqualTo("the body is larger than 1048576 bytes");
    }

    @Test
    void openMetrics_isToldByItsContentType() throws Exception {
        exporter.answers(new Exporter.Answer(
                200, "application/openmetrics-text; version=1.0.0", "# TYPE a counter\na_total 1\n# EOF\n", false, ""));
        scrape(target(""));
        assertThat(samples("a_total")).containsExactly("1.0");
        exporter.answers(new Exporter.Answer(200, "application/openmetrics-text", "a_total 2\n", false, ""));
        TargetScrape cut = target("");
        scrape(cut);
        assertThat(cut.status().lastError()).contains("does not end with '# EOF'");
    }

    @Test
    void credentials_areReadFromTheirFileAtEachScrape() throws Exception {
        Path token = folder.resolve("token");
        Files.writeString(token, "one\n");
        TargetScrape target = target("authorization: {credentials_file: '" + token + "'}\n");
        scrape(target);
        assertThat(exporter.asked.get().getFirst("Authorization")).isEqualTo("Bearer one");
        Files.writeString(token, "two\n");
        scrape(target);
        assertThat(exporter.asked.get().getFirst("Authorization")).isEqualTo("Bearer two");
        scrape(target("basic_auth: {username: u, password_file: '" + token + "'}\n"));
        assertThat(exporter.asked.get().getFirst("Authorization")).isEqualTo("Basic dTp0d28=");
    }

    @Test
    void redirects_stayAtTheConfiguredHost() throws Exception {
        exporter.answers(new Exporter.Answer(302, "text/plain", "", false, "/again"));
        TargetScrape round = target("");
        scrape(round);
        assertThat(round.status().lastError()).isEqualTo("the target redirects without end");
        try (Exporter inside = new Exporter()) {
            exporter.answers(new Exporter.Answer(302, "text/plain", "", false, "http://" + inside.address() + "/"));
            scrape(round);
            assertThat(round.status().lastError()).contains("within this network");
        }
        TargetScrape obedient = target("follow_redirects: false\n");
        scrape(obedient);
        assertThat(obedient.status().lastError()).isEqualTo("the target answered with HTTP status 302");
    }

    @Test
    void privateAddresses_areTold() throws IOException {
        for (String inside : List.of(
                "127.0.0.1",
                "10.1.2.3",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "::1",
                "fd00::1",
                "fe80::1",
                "0.0.0.0")) {
            assertThat(Redirects.isInside(InetAddress.getByName(inside)))
                    .as(inside)
                    .isTrue();
        }
        assertThat(Redirects.isInside(InetAddress.getByName("8.8.8.8"))).isFalse();
        assertThat(Redirects.isInside(InetAddress.getByName("2001:4860:4860::8888")))
                .isFalse();
        assertThat(Redirects.sameHost(URI.create("http://a:1/x"), URI.create("http://A:1/y")))
                .isTrue();
    }

    @Test
    void slowBody_endsAtTheTimeout() throws Exception {
        try (ServerSocket dribble = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    var socket = dribble.accept();
                    socket.getInputStream().read(new byte[4096]);
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na 1\n"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            ScrapeJob job = TargetMakerTest.job("scrape_timeout: 300ms\nstatic_configs: [{targets: ['127.0.0.1:"
                    + dribble.getLocalPort() + "']}]\n");
            Target slow = new TargetMaker(job)
                    .targets(((Discovery.Listed) job.discoveries().getFirst()).groups())
                    .getFirst();
            TargetScrape target = new TargetScrape(slow, job, new Fetch(Scraper.client(), timer), store);
            target.scrape(clock.instant());
            assertThat(target.status().health()).isEqualTo(TargetStatus.Health.DOWN);
            assertThat(target.status().lastError()).contains("timeout");
        }
    }
}
