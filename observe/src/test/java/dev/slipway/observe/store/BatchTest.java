package dev.slipway.observe.store;

import static dev.slipway.observe.store.Stores.OPTIONS;
import static dev.slipway.observe.store.Stores.START;
import static dev.slipway.observe.store.Stores.all;
import static dev.slipway.observe.store.Stores.append;
import static dev.slipway.observe.store.Stores.fill;
import static dev.slipway.observe.store.Stores.labels;
import static dev.slipway.observe.store.Stores.open;
import static dev.slipway.observe.store.Stores.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {

    private static final long HOUR = 3_600_000;
    private static final int SERIES = 200;

    @TempDir
    Path temp;

    @Test
    void batch_isSeenAsAWhole() throws Exception {
        try (TimeSeriesStore store = open(temp);
                ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> written = writer.submit(() -> {
                for (int round = 0; round < 150; round++) {
                    Batch batch = store.batch(SERIES);
                    for (int i = 0; i < SERIES; i++) {
                        batch.add(labels(i), START + round * 1000L, round);
                    }
                    batch.commit();
                }
            });
            for (boolean done = false; !done; ) {
                done = written.isDone();
                Map<Labels, List<String>> seen = read(store, START, START + HOUR);
                assertThat(seen.values().stream().map(List::size).distinct().count())
                        .as("series have as many samples as each other")
                        .isLessThanOrEqualTo(1);
                assertThat(seen.size()).isIn(0, SERIES);
            }
            written.get();
            assertThat(all(store).get(labels(SERIES - 1))).hasSize(150);
        }
    }

    @Test
    void batchThatWaitedWhileItsSeriesLeft_findsItAnewAndWritesIntoNoOther() throws IOException {
        try (TimeSeriesStore store = open(temp)) {
            append(store, labels(8), START, 1);
            Batch waiting = store.batch();
            SeriesHandle handle = waiting.series(labels(8)).orElseThrow();
            fill(store, 1, START, START + 4 * HOUR);
            waiting.add(handle, START + 4 * HOUR, 2);
            store.maintain();
            append(store, labels(7), START + 4 * HOUR, 7);

            assertThat(waiting.commit().accepted()).isEqualTo(1);
            assertThat(all(store).get(labels(8))).containsExactly("0=1.0", (4 * HOUR) + "=2.0");
            assertThat(all(store).get(labels(7))).containsExactly((4 * HOUR) + "=7.0");
        }
        try (TimeSeriesStore store = open(temp)) {
            assertThat(all(store).get(labels(8))).containsExactly("0=1.0", (4 * HOUR) + "=2.0");
            assertThat(all(store).get(labels(7))).containsExactly((4 * HOUR) + "=7.0");
        }
    }

    @Test
    void seriesOfManyPages_keepApart() throws IOException {
        int count = 3000;
        try (TimeSeriesStore store = open(temp, OPTIONS)) {
            for (int round = 0; round < 125; round++) {
                Batch batch = store.batch();
                for (int i = 0; i < count; i++) {
                    batch.add(labels(i), START + round * 15_000L, (double) i * round / 8);
                }
                assertThat(batch.commit().accepted()).isEqualTo(count);
            }
            Map<Labels, List<String>> all = all(store);
            for (int i = 0; i < count; i += 97) {
                assertThat(all.get(labels(i))).hasSize(125).endsWith(124 * 15_000 + "=" + i * 124 / 8.0);
            }
        }
    }
}
