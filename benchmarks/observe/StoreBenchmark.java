import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.SeriesHandle;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Figures of the time-series store. The load is that of scrapes: targets of 500 series each, one batch a scrape, 15 s
 * apart. Of ten series four never change (settings, info), three count whole numbers, two count bytes in large steps, one
 * is a gauge with two decimals.
 */
public final class StoreBenchmark {

    private static final int SERIES = 10_000;
    private static final int PER_TARGET = 500;
    private static final long STEP = 15_000;
    private static final long START = 1_767_614_400_000L;
    private static final InstantSource CLOCK =
            InstantSource.fixed(java.time.Instant.ofEpochMilli(START).plus(Duration.ofDays(365)));

    private StoreBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "ingest" -> ingest(folder, Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
            case "heap" -> heap(folder);
            case "fill" -> fill(folder);
            case "start" -> start(folder);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void ingest(Path folder, long samples, int threads) throws Exception {
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), CLOCK)) {
            List<Target> targets = targets();
            append(store, targets, 0, 40, threads);
            int rounds = (int) (samples / SERIES);
            long began = System.nanoTime();
            long worked = worked();
            append(store, targets, 40, 40 + rounds, threads);
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "ingest: %,d samples of %,d series, batches of %d, %d threads, synced: %.1f s, %,.0f samples/s; %.1f s of processor%n",
                    (long) rounds * SERIES, SERIES, PER_TARGET, threads, seconds, (long) rounds * SERIES / seconds, (worked() - worked) / 1e9);
            began = System.nanoTime();
            System.out.println("maintain: " + store.maintain() + " in " + (System.nanoTime() - began) / 1_000_000 + " ms");
            long inMemory = 0;
            try (var selection = store.select(0, Long.MAX_VALUE, List.of(dev.slipway.promql.series.Matcher.equal("job", "bench")))) {
                long[] times = new long[4096];
                double[] values = new double[4096];
                began = System.nanoTime();
                for (var series : selection) {
                    var read = series.samples();
                    for (int n = read.read(times, values, 0); n > 0; n = read.read(times, values, 0)) {
                        inMemory += n;
                    }
                }
            }
            System.out.printf("read all: %,d samples in %.2f s%n", inMemory, (System.nanoTime() - began) / 1e9);
            long inBlocks = blockSamples(folder);
            System.out.printf(
                    "blocks: %,d bytes, %,d samples, %.2f bytes/sample%n",
                    store.status().blockBytes(), inBlocks, (double) store.status().blockBytes() / inBlocks);
        }
    }

    private static long blockSamples(Path folder) throws IOException {
        long samples = 0;
        try (var metas = java.nio.file.Files.walk(folder.resolve("blocks"))) {
            for (Path meta : metas.filter(file -> file.endsWith("meta.json")).toList()) {
                String text = java.nio.file.Files.readString(meta);
                samples += Long.parseLong(text.replaceAll(".*\"samples\":(\\d+).*", "$1"));
            }
        }
        return samples;
    }

    private static void append(TimeSeriesStore store, List<Target> targets, int from, int to, int threads)
            throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int mine = thread;
                done.add(pool.submit(() -> {
                    for (int round = from; round < to; round++) {
                        for (int i = mine; i < targets.size(); i += threads) {
                            targets.get(i).scrape(store, START + round * STEP);
                        }
                        if (mine == 0 && round % 480 == 0) {
                            store.maintain();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
    }

    private static void heap(Path folder) throws Exception {
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), CLOCK)) {
            List<Target> targets = targets();
            long before = used();
            append(store, targets, 0, 480, 2);
            targets.clear();
            System.out.printf(
                    "heap: %,d bytes a series with two hours of samples%n", (used() - before) / SERIES);
        }
    }

    /** Nanoseconds that all processors gave this process: what a busy machine does not distort. */
    private static long worked() {
        return ((com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Two hours, then the process ends as if killed: no checkpoint. */
    private static void fill(Path folder) throws Exception {
        TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), CLOCK);
        append(store, targets(), 0, 480, 2);
        Runtime.getRuntime().halt(137);
    }

    private static void start(Path folder) throws IOException {
        long began = System.nanoTime();
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), CLOCK)) {
            System.out.printf(
                    "start after a kill: %.2f s (%.2f s of processor since the JVM's start), %,d samples of %,d series from the log%n",
                    (System.nanoTime() - began) / 1e9, worked() / 1e9, store.report().samples(), store.report().series());
        }
    }

    private static List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < SERIES / PER_TARGET; i++) {
            targets.add(new Target(i));
        }
        return targets;
    }

    /** One target with its series. */
    private static final class Target {

        private final int number;
        private final Random random;
        private final double[] values = new double[PER_TARGET];
        private final SeriesHandle[] handles = new SeriesHandle[PER_TARGET];

        Target(int number) {
            this.number = number;
            this.random = new Random(number);
        }

        void scrape(TimeSeriesStore store, long time) {
            Batch batch = store.batch();
            for (int i = 0; i < PER_TARGET; i++) {
                if (handles[i] == null) {
                    handles[i] = batch.series(labels(i)).orElseThrow();
                }
                values[i] = next(i, values[i]);
                batch.add(handles[i], time, values[i]);
            }
            batch.commit();
        }

        private double next(int i, double value) {
            return switch (i % 10) {
                case 0, 1, 2, 3 -> i;
                case 4, 5, 6 -> value + random.nextInt(50);
                case 7, 8 -> value + random.nextInt(100_000);
                default -> Math.round(50 + 10 * random.nextGaussian() * 100) / 100.0;
            };
        }

        private Labels labels(int i) {
            return Labels.of(
                    "__name__", "bench_metric_" + i / 10, "job", "bench", "instance", "10.0.0." + number + ":9100",
                    "env", "production", "region", "eu-central", "kind", "k" + i % 10);
        }
    }
}
