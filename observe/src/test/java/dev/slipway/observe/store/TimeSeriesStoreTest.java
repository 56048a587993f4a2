package dev.slipway.observe.store;

import static dev.slipway.observe.store.Stores.START;
import static dev.slipway.observe.store.Stores.all;
import static dev.slipway.observe.store.Stores.append;
import static dev.slipway.observe.store.Stores.expected;
import static dev.slipway.observe.store.Stores.fill;
import static dev.slipway.observe.store.Stores.labels;
import static dev.slipway.observe.store.Stores.open;
import static dev.slipway.observe.store.Stores.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Matcher.Kind;
import dev.slipway.promql.series.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeSeriesStoreTest {

    private static final long HOUR = 3_600_000;

    @TempDir
    Path temp;

    private Path folder() {
        return temp.resolve("store");
    }

    @Test
    void samples_areReadBack() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            fill(store, 3, START, START + HOUR);
            assertThat(all(store).get(labels(1))).isEqualTo(expected(1, START, START + HOUR));
            assertThat(read(store, START + 60_000, START + 90_000).get(labels(2)))
                    .isEqualTo(expected(2, START + 60_000, START + 90_001));
            assertThat(read(store, START + HOUR, START + 2 * HOUR)).isEmpty();
        }
    }

    @Test
    void samples_survivePlainStopAndStart() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            fill(store, 3, START, START + HOUR);
        }
        try (TimeSeriesStore store = open(folder())) {
            assertThat(store.report().isWhole()).isTrue();
            fill(store, 3, START + HOUR, START + 2 * HOUR);
            for (int i = 0; i < 3; i++) {
                assertThat(all(store).get(labels(i))).isEqualTo(expected(i, START, START + 2 * HOUR));
            }
        }
    }

    @Test
    void matchers_selectAsPrometheusDoes() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            fill(store, 4, START, START + HOUR / 60);
            append(store, Labels.of("__name__", "up", "job", "db"), START, 1);
            selects(store);
            fill(store, 4, START + HOUR / 60, START + 4 * HOUR);
            append(store, Labels.of("__name__", "up", "job", "db"), START + HOUR, 1);
            assertThat(store.maintain().cuts()).isEqualTo(1);
            selects(store);
        }
    }

    private static void selects(TimeSeriesStore store) {
        assertThat(read(store, START, START + HOUR, Matcher.equal("instance", "i2")))
                .containsOnlyKeys(labels(2));
        assertThat(read(store, START, START + HOUR, Matcher.of(Kind.RE, "instance", "i[01]")))
                .containsOnlyKeys(labels(0), labels(1));
        assertThat(read(
                        store,
                        START,
                        START + HOUR,
                        Matcher.equal("job", "api"),
                        Matcher.of(Kind.NEQ, "instance", "i2")))
                .containsOnlyKeys(labels(0), labels(1), labels(3));
        assertThat(read(store, START, START + HOUR, Matcher.of(Kind.RE, "job", ".+"), Matcher.equal("instance", "")))
                .containsOnlyKeys(Labels.of("__name__", "up", "job", "db"));
        assertThat(read(
                        store,
                        START,
                        START + HOUR,
                        Matcher.of(Kind.RE, "job", ".+"),
                        Matcher.of(Kind.NRE, "instance", "i.*")))
                .containsOnlyKeys(Labels.of("__name__", "up", "job", "db"));
        assertThat(read(store, START, START + HOUR, Matcher.equal("job", "nothing")))
                .isEmpty();
        assertThat(read(store, START, START + HOUR, Matcher.equal("nothing", "nothing")))
                .isEmpty();
    }

    @Test
    void names_valuesAndSeriesAreListed() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            fill(store, 2, START, START + 4 * HOUR);
            append(store, Labels.of("__name__", "late_metric", "zone", "b"), START + 4 * HOUR, 1);
            store.maintain();
            assertThat(store.labelNames(START, START + 4 * HOUR))
                    .containsExactly("__name__", "instance", "job", "zone");
            assertThat(store.labelValues("instance", START, START + HOUR)).containsExactly("i0", "i1");
            assertThat(store.series(List.of(Matcher.equal("job", "api")), START, START + HOUR))
                    .containsExactly(labels(0), labels(1));
        }
    }

    @Test
    void cut_movesSamplesToBlocksAndShortensTheLog() throws IOException {
        long end = START + 9 * HOUR + Stores.SCRAPE;
        try (TimeSeriesStore store = open(folder(), Stores.OPTIONS.withSegmentBytes(20_000))) {
            fill(store, 3, START, end);
            assertThat(store.maintain()).isEqualTo(new MaintenanceReport(4, 1, 0));
            for (int i = 0; i < 3; i++) {
                assertThat(all(store).get(labels(i))).isEqualTo(expected(i, START, end));
            }
            try (var files = Files.list(folder().resolve("wal"))) {
                assertThat(files.count()).isLessThanOrEqualTo(2);
            }
        }
        try (TimeSeriesStore store = open(folder())) {
            assertThat(store.report().samples()).isEqualTo(3 * 241L);
            assertThat(all(store).get(labels(2))).isEqualTo(expected(2, START, end));
        }
    }

    @Test
    void seriesWithoutFreshSamples_leaveMemoryAndComeBack() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            Batch first = store.batch();
            SeriesHandle handle = first.series(labels(9)).orElseThrow();
            first.add(handle, START, 1);
            first.commit();
            fill(store, 1, START, START + 4 * HOUR);
            store.maintain();
            assertThat(store.status().series()).isEqualTo(1);

            Batch later = store.batch();
            later.add(handle, START + 4 * HOUR, 2);
            assertThat(later.commit().accepted()).isEqualTo(1);
            assertThat(all(store).get(labels(9))).containsExactly("0=1.0", (4 * HOUR) + "=2.0");
        }
        try (TimeSeriesStore store = open(folder())) {
            assertThat(all(store).get(labels(9))).containsExactly("0=1.0", (4 * HOUR) + "=2.0");
        }
    }

    @Test
    void lateSamples_areTakenWithinTheWindow() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            append(store, labels(0), START + HOUR, 4);
            assertThat(append(store, labels(0), START + HOUR - 10_000, 3).accepted())
                    .isEqualTo(1);
            assertThat(append(store, labels(0), START + HOUR - 30 * 60_000, 1).accepted())
                    .isEqualTo(1);
            assertThat(append(store, labels(0), START + HOUR - 30 * 60_000 - 1, 0))
                    .isEqualTo(new AppendReport(0, 1, 0, 0, 0));
            assertThat(append(store, labels(0), START + HOUR - 20_000, 2).accepted())
                    .isEqualTo(1);
            assertThat(all(store).get(labels(0)))
                    .containsExactly("1800000=1.0", "3580000=2.0", "3590000=3.0", "3600000=4.0");
        }
    }

    @Test
    void lateSamplesOfACutRange_becomeABlockThatIsMerged() throws IOException {
        StoreOptions wide = Stores.OPTIONS.withOutOfOrderWindow(Duration.ofHours(5));
        try (TimeSeriesStore store = open(folder(), wide)) {
            fill(store, 1, START, START + 3 * HOUR + 60_000);
            assertThat(store.maintain().cuts()).isEqualTo(1);
            assertThat(append(store, labels(0), START + HOUR + 1, 7).accepted()).isEqualTo(1);
            fill(store, 1, START + 3 * HOUR + 60_000, START + 5 * HOUR + 60_000);
            assertThat(store.maintain()).isEqualTo(new MaintenanceReport(1, 1, 0));
            List<String> samples = all(store).get(labels(0));
            assertThat(samples).hasSize(5 * 240 + 4 + 1).contains((HOUR + 1) + "=7.0");
        }
    }

    @Test
    void equalSamples_areAcceptedOthersOfTheSameTimeAreNot() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            append(store, labels(0), START, 1);
            assertThat(append(store, labels(0), START, 1)).isEqualTo(new AppendReport(1, 0, 0, 0, 0));
            assertThat(append(store, labels(0), START, 2)).isEqualTo(new AppendReport(0, 0, 0, 1, 0));
            assertThat(all(store).get(labels(0))).containsExactly("0=1.0");
        }
    }

    @Test
    void samplesOfTheFuture_areRefused() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            long clock = START + Duration.ofDays(60).toMillis();
            assertThat(append(store, labels(0), clock + 600_001, 1)).isEqualTo(new AppendReport(0, 0, 1, 0, 0));
            assertThat(append(store, labels(0), clock + 600_000, 1).accepted()).isEqualTo(1);
        }
    }

    @Test
    void seriesBeyondTheLimit_areRefused() throws IOException {
        try (TimeSeriesStore store = open(folder(), Stores.OPTIONS.withMostSeries(2))) {
            Batch batch = store.batch();
            for (int i = 0; i < 3; i++) {
                batch.add(labels(i), START, i);
            }
            assertThat(batch.commit()).isEqualTo(new AppendReport(2, 0, 0, 0, 1));
            assertThat(all(store)).containsOnlyKeys(labels(0), labels(1));
        }
    }

    @Test
    void deletedSamples_areGoneInMemoryInBlocksAndAfterARestart() throws IOException {
        List<Matcher> first = List.of(Matcher.equal("instance", "i0"));
        try (TimeSeriesStore store = open(folder())) {
            fill(store, 2, START, START + 4 * HOUR);
            store.maintain();
            assertThat(store.delete(first, START + HOUR, START + 3 * HOUR)).isEqualTo(2);
            assertDeleted(store);
        }
        try (TimeSeriesStore store = open(folder())) {
            assertDeleted(store);
            assertThat(store.maintain().merges()).isEqualTo(1);
            assertDeleted(store);
            fill(store, 2, START + 4 * HOUR, START + 6 * HOUR);
            store.maintain();
            assertThat(read(store, START, START + 4 * HOUR - 1).get(labels(0))).hasSize(240 + 239);
        }
    }

    private static void assertDeleted(TimeSeriesStore store) {
        List<String> left = expected(0, START, START + HOUR);
        left.addAll(expected(0, START + 3 * HOUR + Stores.SCRAPE, START + 4 * HOUR));
        assertThat(all(store).get(labels(0))).isEqualTo(left);
        assertThat(all(store).get(labels(1))).isEqualTo(expected(1, START, START + 4 * HOUR));
    }

    @Test
    void retention_deletesOldBlocksButNotUnderTheirReaders() throws IOException {
        StoreOptions day = Stores.OPTIONS.withRetention(Duration.ofHours(4));
        try (TimeSeriesStore store = open(folder(), day)) {
            fill(store, 1, START, START + 4 * HOUR);
            store.maintain();
            try (Selection reader = store.select(START, START + HOUR, List.of(Matcher.equal("job", "api")))) {
                fill(store, 1, START + 4 * HOUR, START + 7 * HOUR);
                assertThat(store.maintain().deleted()).isEqualTo(1);
                long[] times = new long[500];
                assertThat(reader.iterator().next().samples().read(times, new double[500], 0))
                        .isEqualTo(241);
            }
            assertThat(read(store, START, START + 2 * HOUR - 1)).isEmpty();
            try (var blocks = Files.list(folder().resolve("blocks"))) {
                assertThat(blocks).hasSize(1);
            }
        }
    }

    @Test
    void retentionBySize_deletesTheOldestBlocks() throws IOException {
        try (TimeSeriesStore store = open(folder(), Stores.OPTIONS.withRetentionBytes(1))) {
            fill(store, 1, START, START + 4 * HOUR);
            assertThat(store.maintain().deleted()).isEqualTo(1);
            assertThat(all(store).get(labels(0))).isEqualTo(expected(0, START + 2 * HOUR, START + 4 * HOUR));
        }
    }

    @Test
    void snapshot_opensAsAnEqualStore() throws IOException {
        Path copy = temp.resolve("copy");
        try (TimeSeriesStore store = open(folder())) {
            fill(store, 3, START, START + 4 * HOUR);
            store.maintain();
            store.snapshot(copy);
            fill(store, 3, START + 4 * HOUR, START + 5 * HOUR);
        }
        try (TimeSeriesStore store = open(copy)) {
            assertThat(store.report().isWhole()).isTrue();
            for (int i = 0; i < 3; i++) {
                assertThat(all(store).get(labels(i))).isEqualTo(expected(i, START, START + 4 * HOUR));
            }
        }
    }

    @Test
    void secondOpening_isRefused() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            assertThat(store.status().blocks()).isZero();
            assertThatThrownBy(() -> open(folder()))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("store-in-use"));
        }
    }

    @Test
    void stalenessMarkers_keepTheirBits() throws IOException {
        try (TimeSeriesStore store = open(folder())) {
            append(store, labels(0), START, dev.slipway.promql.series.Staleness.MARKER);
            try (Selection selection = store.select(START, START, List.of(Matcher.equal("job", "api")))) {
                double[] values = new double[1];
                selection.iterator().next().samples().read(new long[1], values, 0);
                assertThat(dev.slipway.promql.series.Staleness.isMarker(values[0]))
                        .isTrue();
            }
        }
    }
}
