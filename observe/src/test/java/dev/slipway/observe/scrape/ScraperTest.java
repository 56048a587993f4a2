package dev.slipway.observe.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.observe.discovery.Discoverer;
import dev.slipway.observe.discovery.DnsRecords;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import dev.slipway.promql.series.Staleness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it on the real clock: found, scraped again and again, lost. */
class ScraperTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void targets_areFoundScrapedAndLost() throws IOException {
        try (Exporter exporter = new Exporter();
                TimeSeriesStore store =
                        TimeSeriesStore.open(folder.resolve("store"), StoreOptions.standard(), InstantSource.system());
                Scraper scraper = new Scraper(
                        store,
                        InstantSource.system(),
                        new Discoverer(folder, new DnsRecords(List.of()), Scraper.client()),
                        Scraper.client())) {
            exporter.says("# TYPE a gauge\na 1\n");
            list("[{\"targets\": [\"" + exporter.address() + "\"]}]");
            ScrapeFile file = ScrapeFileReader.read("p.yml", """
                    scrape_configs:
                    - job_name: files
                      scrape_interval: 100ms
                      file_sd_configs: [{files: [list.json], refresh_interval: 100ms}]
                    """, folder);
            scraper.follow(file.jobs());

            await().atMost(PATIENCE).until(() -> values(store).size() >= 3);
            // A scrape that takes longer than those 100 ms leaves the target down until the next one.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(scraper.targets())
                            .singleElement()
                            .satisfies(status -> assertThat(status.health()).isEqualTo(TargetStatus.Health.UP)));
            assertThat(scraper.metadata()).containsKey("a");

            list("[{\"targets\": 7");
            await().atMost(PATIENCE).until(() -> scraper.discoveryErrors().containsKey("files"));
            assertThat(scraper.targets()).hasSize(1);

            list("[]");
            await().atMost(PATIENCE).until(() -> scraper.targets().isEmpty());
            await().atMost(PATIENCE)
                    .until(() -> Staleness.isMarker(values(store).getLast()));
            assertThat(scraper.discoveryErrors()).isEmpty();
        }
    }

    /** Whole or not at all, as the next look may come at any moment. */
    private void list(String text) throws IOException {
        Path unfinished = folder.resolve("list.tmp");
        Files.writeString(unfinished, text);
        Files.move(unfinished, folder.resolve("list.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Double> values(TimeSeriesStore store) {
        List<Double> read = new ArrayList<>();
        try (Selection selection = store.select(0, Long.MAX_VALUE, List.of(Matcher.equal("__name__", "a")))) {
            for (Series series : selection) {
                double[] values = new double[10_000];
                int count = series.samples().read(new long[10_000], values, 0);
                for (int i = 0; i < count; i++) {
                    read.add(values[i]);
                }
            }
        }
        return read;
    }
}
