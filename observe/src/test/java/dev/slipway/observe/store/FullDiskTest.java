package dev.slipway.observe.store;

import static dev.slipway.observe.store.Stores.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a small file system in memory, which only root may mount. */
class FullDiskTest {

    @TempDir
    Path temp;

    private Path disk = Path.of("absent");
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(temp.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
        Assumptions.assumeTrue(mounted, "mounting a small file system needs root");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    @Test
    void fullDisk_refusesStaysReadableAndRecovers() throws IOException {
        Path filler = disk.resolve("filler");
        Files.write(filler, new byte[1 << 20]);
        long end;
        try (TimeSeriesStore store = Stores.open(disk.resolve("store"))) {
            end = fillUntilRefused(store);
            assertThat(store.status().refusal()).isPresent();
            assertReadable(store, end);

            Files.delete(filler);
            Stores.fill(store, 50, end, end + 60 * Stores.SCRAPE);
            end += 60 * Stores.SCRAPE;
            assertThat(store.status().refusal()).isEmpty();
            assertReadable(store, end);
        }
        try (TimeSeriesStore store = Stores.open(disk.resolve("store"))) {
            assertThat(store.report().isWhole()).isTrue();
            assertReadable(store, end);
        }
    }

    /** Returns the time of the first sample that was not taken. */
    private static long fillUntilRefused(TimeSeriesStore store) {
        for (long time = START; ; time += Stores.SCRAPE) {
            long now = time;
            Problem refusal =
                    catchThrowableOfType(Problem.class, () -> Stores.fill(store, 50, now, now + Stores.SCRAPE));
            if (refusal != null) {
                assertThat(refusal.code()).isEqualTo("store-refuses");
                return time;
            }
        }
    }

    private static void assertReadable(TimeSeriesStore store, long end) {
        List<String> samples = Stores.all(store).get(Stores.labels(49));
        assertThat(samples).isEqualTo(Stores.expected(49, START, end));
    }
}
