package dev.slipway.observe.scrape;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.exposition.ExposedSample;
import dev.slipway.observe.exposition.Exposition;
import dev.slipway.observe.exposition.ExpositionLimits;
import dev.slipway.observe.exposition.ExpositionSink;
import dev.slipway.observe.exposition.MetricFamily;
import dev.slipway.observe.store.AppendReport;
import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.SeriesHandle;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Staleness;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes one target, one scrape at a time. All samples of a scrape are committed together or not at all: a scrape that
 * fails in its middle stores {@code up 0} and marks every series of the target stale, so that no rule takes half an
 * answer for a whole one.
 */
final class TargetScrape {

    private static final List<String> REPORTS = List.of(
            "up",
            "scrape_duration_seconds",
            "scrape_samples_scraped",
            "scrape_samples_post_metric_relabeling",
            "scrape_series_added");

    private final Target target;
    private final ScrapeJob job;
    private final Fetch fetch;
    private final TimeSeriesStore store;
    private final SampleLabels labels;
    private final SeriesBudget budget;
    private final SeriesCache cache = new SeriesCache();
    private final Map<String, MetricFamily> families = new ConcurrentHashMap<>();
    private volatile TargetStatus status;

    TargetScrape(Target target, ScrapeJob job, Fetch fetch, TimeSeriesStore store) {
        this(target, job, fetch, store, new SeriesBudget(SeriesBudget.USUAL));
    }

    TargetScrape(Target target, ScrapeJob job, Fetch fetch, TimeSeriesStore store, SeriesBudget budget) {
        this.budget = budget;
        this.target = target;
        this.job = job;
        this.fetch = fetch;
        this.store = store;
        this.labels = new SampleLabels(job, target.labels());
        this.status = TargetStatus.unknown(target);
    }

    TargetStatus status() {
        return status;
    }

    /** What the target said about its metrics. */
    List<MetricFamily> families() {
        return List.copyOf(families.values());
    }

    /**
     * One scrape.
     *
     * @param time of its samples
     */
    synchronized void scrape(Instant time) throws InterruptedException {
        long began = System.nanoTime();
        Intake intake = new Intake(store.batch(status.samples() + REPORTS.size()), time.toEpochMilli());
        String error = null;
        try {
            intake.read();
        } catch (IOException | Problem e) {
            error = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Stored stored = error == null ? intake.store(took) : fail(time, took);
        String lastError = error == null ? stored.error() : error;
        status = new TargetStatus(
                target,
                lastError == null ? TargetStatus.Health.UP : TargetStatus.Health.DOWN,
                time,
                took,
                lastError,
                stored.warning(),
                error == null ? intake.kept : 0);
    }

    /** The target is gone: its series end here. */
    synchronized void end(Instant time) {
        Batch batch = store.batch();
        cache.discard();
        markVanished(batch, time.toEpochMilli());
        REPORTS.forEach(name -> batch.add(report(name), time.toEpochMilli(), Staleness.MARKER));
        commit(batch);
        cache.clear();
    }

    /** Stores that the scrape failed. */
    private Stored fail(Instant time, Duration took) {
        Batch batch = store.batch();
        cache.discard();
        markVanished(batch, time.toEpochMilli());
        reports(batch, time.toEpochMilli(), 0, took, 0, 0, 0);
        Stored stored = commit(batch);
        cache.clear();
        return stored;
    }

    private void markVanished(Batch batch, long time) {
        for (SeriesHandle handle : cache.vanished()) {
            batch.add(handle, time, Staleness.MARKER);
        }
    }

    private void reports(Batch batch, long time, int up, Duration took, int scraped, int kept, int added) {
        List<Double> values =
                List.of((double) up, took.toNanos() / 1e9, (double) scraped, (double) kept, (double) added);
        for (int i = 0; i < REPORTS.size(); i++) {
            batch.add(report(REPORTS.get(i)), time, values.get(i));
        }
    }

    private Labels report(String name) {
        return target.labels().with(Labels.METRIC_NAME, name);
    }

    /**
     * What became of a batch.
     *
     * @param error why nothing of it was stored, or null
     * @param warning why some of it was not, or null
     */
    private record Stored(@Nullable String error, @Nullable String warning) {

        static Stored of(AppendReport report) {
            return new Stored(
                    null,
                    report.refused() == 0
                            ? null
                            : report.refused() + " samples were refused: " + report.tooOld() + " too old, "
                                    + report.tooNew() + " too new, " + report.duplicates() + " duplicates, "
                                    + report.refusedSeries() + " of too many series");
        }
    }

    private static Stored commit(Batch batch) {
        try {
            return Stored.of(batch.commit());
        } catch (Problem refusal) {
            return new Stored(refusal.message(), null);
        }
    }

    /** What one scrape brings. */
    private final class Intake implements ExpositionSink {

        private final Batch batch;
        private final long time;
        private final List<MetricFamily> described = new ArrayList<>();
        private int scraped;
        private int kept;

        Intake(Batch batch, long time) {
            this.batch = batch;
            this.time = time;
        }

        void read() throws IOException, InterruptedException {
            long most = job.limits().bodyBytes();
            ExpositionLimits usual = ExpositionLimits.standard();
            ExpositionLimits limits =
                    new ExpositionLimits(most == 0 ? usual.bodyBytes() : most, usual.lineBytes(), 0, 0, 0, 0);
            Fetched fetched = fetch.get(target, job);
            try (InputStream body = fetched.body()) {
                Exposition.scraped(target.url().toString(), limits).read(body, fetched.format(), this);
            }
        }

        @Override
        public void sample(ExposedSample sample) {
            scraped++;
            boolean timed = job.honorTimestamps() && sample.timestamp() != null;
            Optional<SeriesHandle> handle = cache.handle(sample, !timed || job.trackStaleness(), this::handle);
            if (handle.isEmpty()) {
                return;
            }
            kept++;
            if (job.limits().samples() > 0 && kept > job.limits().samples()) {
                throw Problem.of(
                        Problem.Kind.TOO_LARGE,
                        "scrape-limit",
                        "the target exposes more than " + job.limits().samples() + " samples",
                        "raise sample_limit, or drop some in metric_relabel_configs");
            }
            batch.add(handle.get(), timed ? sample.timestampMillis().orElse(time) : time, sample.value());
        }

        private Optional<SeriesHandle> handle(ExposedSample sample) {
            return labels.of(sample).map(this::made);
        }

        private SeriesHandle made(Labels found) {
            if (!batch.knows(found)) {
                budget.spend(time);
            }
            return batch.series(found)
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "too-many-series",
                            "the store holds as many series as it may",
                            "let targets expose fewer series, or raise the limit of the store"));
        }

        @Override
        public void family(MetricFamily family) {
            described.add(family);
        }

        Stored store(Duration took) {
            markVanished(batch, time);
            reports(batch, time, 1, took, scraped, kept, cache.added());
            Stored stored = commit(batch);
            cache.accept();
            families.clear();
            described.forEach(family -> families.put(family.name(), family));
            return stored;
        }
    }
}
