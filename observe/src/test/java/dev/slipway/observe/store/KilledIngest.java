package dev.slipway.observe.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process of its own that appends until it is killed, and prints the time of every batch that was acknowledged. */
final class KilledIngest {

    static final int SERIES = 20;
    static final StoreOptions OPTIONS = Stores.OPTIONS
            .withBlockRange(Duration.ofMinutes(10))
            .withOutOfOrderWindow(Duration.ofMinutes(5))
            .withSegmentBytes(16 * 1024);

    private KilledIngest() {}

    /**
     * @param arguments the store's folder, and the time at which to go on
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream acknowledged = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        TimeSeriesStore store = Stores.open(Path.of(arguments[0]), OPTIONS);
        ExecutorService upkeep = Executors.newSingleThreadExecutor();
        int commits = 0;
        for (long time = Long.parseLong(arguments[1]); ; time += Stores.SCRAPE) {
            Batch batch = store.batch();
            for (int i = 0; i < SERIES; i++) {
                batch.add(Stores.labels(i), time, Stores.value(time, i));
            }
            if (batch.commit().accepted() != SERIES) {
                throw new IllegalStateException("not every sample was accepted");
            }
            acknowledged.println(time);
            if (++commits % 25 == 0) {
                upkeep.execute(() -> maintain(store));
            }
        }
    }

    private static void maintain(TimeSeriesStore store) {
        try {
            store.maintain();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
