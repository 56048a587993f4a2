package dev.slipway.observe.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it appends, cuts, merges and shortens its log: what it acknowledged is there. */
class KillTest {

    private static final int ROUNDS = 6;

    @TempDir
    Path folder;

    @Test
    void acknowledgedSamples_surviveKillingAtRandomMoments() throws Exception {
        Random random = new Random(20260105);
        long next = Stores.START;
        for (int round = 0; round < ROUNDS; round++) {
            long last = killAfter(20 + random.nextInt(250), next);
            assertThat(last).isGreaterThan(next);
            next = verify(last);
        }
    }

    /** Returns the time of the last acknowledged batch. */
    private long killAfter(int acknowledgements, long from) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledIngest.class.getName(),
                        folder.toString(),
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            long last = from;
            int heard = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Long.parseLong(line);
                if (++heard == acknowledgements) {
                    process.toHandle().destroyForcibly();
                }
            }
            return last;
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Everything up to the last acknowledgement is there, and nothing that was never appended. */
    private long verify(long last) throws IOException {
        try (TimeSeriesStore store = Stores.open(folder, KilledIngest.OPTIONS)) {
            assertThat(store.report().isWhole())
                    .as(() -> store.report().sentences().toString())
                    .isTrue();
            SortedMap<dev.slipway.promql.series.Labels, List<String>> all = Stores.all(store);
            int samples = all.get(Stores.labels(0)).size();
            long end = Stores.START + samples * Stores.SCRAPE;
            assertThat(end).isGreaterThan(last);
            for (int i = 0; i < KilledIngest.SERIES; i++) {
                assertThat(all.get(Stores.labels(i))).isEqualTo(Stores.expected(i, Stores.START, end));
            }
            return end;
        }
    }
}
