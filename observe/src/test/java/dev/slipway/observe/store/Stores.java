package dev.slipway.observe.store;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Samples;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What tests of the store share. */
final class Stores {

    /** A round hour, so that blocks begin there. */
    static final long START = Instant.parse("2026-01-05T12:00:00Z").toEpochMilli();

    static final long SCRAPE = 15_000;
    static final StoreOptions OPTIONS = StoreOptions.standard();

    private Stores() {}

    static TimeSeriesStore open(Path folder) throws IOException {
        return open(folder, OPTIONS);
    }

    static TimeSeriesStore open(Path folder, StoreOptions options) throws IOException {
        return TimeSeriesStore.open(
                folder, options, SettableClock.at(Instant.ofEpochMilli(START).plus(Duration.ofDays(60))));
    }

    static Labels labels(int number) {
        return Labels.of("__name__", "requests_total", "job", "api", "instance", "i" + number);
    }

    /** Appends one sample to each of some series at each scrape; the value says time and series. */
    static void fill(TimeSeriesStore store, int series, long from, long to) {
        Batch batch = store.batch();
        for (long time = from; time < to; time += SCRAPE) {
            for (int i = 0; i < series; i++) {
                batch.add(labels(i), time, value(time, i));
            }
            if (batch.size() >= 300) {
                batch.commit();
                batch = store.batch();
            }
        }
        batch.commit();
    }

    static double value(long time, int series) {
        return (time - START) / 1000.0 + series;
    }

    static AppendReport append(TimeSeriesStore store, Labels labels, long time, double value) {
        Batch batch = store.batch();
        batch.add(labels, time, value);
        return batch.commit();
    }

    /** Everything in a stretch of time, as {@code time=value}. */
    static SortedMap<Labels, List<String>> read(TimeSeriesStore store, long from, long to, Matcher... matchers) {
        List<Matcher> all =
                matchers.length == 0 ? List.of(Matcher.of(Matcher.Kind.RE, "__name__", ".+")) : List.of(matchers);
        SortedMap<Labels, List<String>> found = new TreeMap<>();
        try (Selection selection = store.select(from, to, all)) {
            for (Series series : selection) {
                List<String> samples = samples(series.samples());
                if (!samples.isEmpty()) {
                    found.put(series.labels(), samples);
                }
            }
        }
        return found;
    }

    static SortedMap<Labels, List<String>> all(TimeSeriesStore store) {
        return read(store, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static List<String> samples(Samples samples) {
        List<String> read = new ArrayList<>();
        long[] times = new long[100];
        double[] values = new double[100];
        for (int count = samples.read(times, values, 0); count > 0; count = samples.read(times, values, 0)) {
            for (int i = 0; i < count; i++) {
                read.add((times[i] - START) + "=" + values[i]);
            }
        }
        return read;
    }

    /** What {@link #fill} wrote for one series. */
    static List<String> expected(int series, long from, long to) {
        List<String> samples = new ArrayList<>();
        for (long time = from; time < to; time += SCRAPE) {
            samples.add((time - START) + "=" + value(time, series));
        }
        return samples;
    }
}
