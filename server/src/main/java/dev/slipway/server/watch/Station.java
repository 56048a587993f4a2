package dev.slipway.server.watch;

import dev.slipway.observe.discovery.Discoverer;
import dev.slipway.observe.discovery.DnsRecords;
import dev.slipway.observe.scrape.Scraper;
import dev.slipway.observe.store.OpenReport;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open store with the scraper that fills it. */
public record Station(TimeSeriesStore store, Scraper scraper) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Station.class);
    private static final int MOST_SERIES = 200_000;

    /**
     * @param folder of the store
     * @param base folder that relative paths of the home's {@code prometheus.yml} start from
     */
    static Station open(Path folder, Path base, WatchSettings settings, InstantSource clock) throws IOException {
        StoreOptions options = StoreOptions.standard()
                .withRetention(settings.retention())
                .withRetentionBytes(settings.retentionBytes())
                .withMostSeries(MOST_SERIES);
        TimeSeriesStore store = TimeSeriesStore.open(folder, options, clock);
        OpenReport report = store.report();
        LOG.info(
                "the store of metrics is open: {} series, {} samples read from its log",
                report.series(),
                report.samples());
        report.sentences().forEach(sentence -> LOG.warn("the store of metrics: {}", sentence));
        HttpClient client = Scraper.client();
        return new Station(store, new Scraper(store, clock, new Discoverer(base, DnsRecords.system(), client), client));
    }

    @Override
    public void close() throws IOException {
        scraper.close();
        store.close();
    }
}
