import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.SeriesHandle;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Slipway's store and engine beside Debian's Prometheus, on the same series, in one run: each is asked in turn, so that
 * whatever else the machine does concerns both. Processor time is compared, for that hardly depends on the load.
 */
public final class PeerBenchmark {

    private static final Pattern SAMPLES = Pattern.compile("\"(?:numSamples|samples)\": ?(\\d+)");

    private PeerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "write" -> Scrapes.write(folder);
            case "labels" -> Scrapes.labels(folder);
            case "ingest" -> ingest(folder, Integer.parseInt(arguments[2]), arguments[3].equals("cutting"));
            case "query" -> QueryComparison.run(folder, Path.of(arguments[2]));
            case "disk" -> disk(arguments[2], folder);
            case "peer-start" -> Prometheus.measureStart(folder);
            case "target" -> ProbeLoad.serve(folder);
            case "probes" -> ProbeLoad.run(folder, arguments[2]);
            case "rules" -> RuleCycles.run(folder, Path.of(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /**
     * The load of {@code promtool tsdb bench write}: every series once a scrape, values that grow by 1000. Processor time
     * of the whole process is counted, so that of the compiler and of the collector too; as many scrapes come before, for
     * a server is not started anew for each of its samples, and their cost is told apart.
     *
     * @param cutting whether blocks are cut meanwhile, which promtool does not do
     */
    private static void ingest(Path folder, int scrapes, boolean cutting) throws IOException {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(Scrapes.START).plus(Duration.ofDays(30)));
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), clock)) {
            SeriesHandle[] handles = new SeriesHandle[Scrapes.SERIES];
            for (String phase : List.of("cold", "warm")) {
                int first = phase.equals("cold") ? 0 : scrapes;
                double before = Work.seconds();
                long began = System.nanoTime();
                scrape(store, handles, first, first + scrapes, cutting);
                long samples = (long) Scrapes.SERIES * scrapes;
                System.out.printf(
                        "slipway ingest, %s, %s: %,d samples, %.2f s of processor, %,.0f samples a second of processor, %.1f s by the wall%n",
                        phase, cutting ? "blocks cut" : "nothing cut", samples, Work.seconds() - before,
                        samples / (Work.seconds() - before), (System.nanoTime() - began) / 1e9);
            }
        }
    }

    private static void scrape(TimeSeriesStore store, SeriesHandle[] handles, int from, int to, boolean cutting)
            throws IOException {
        List<Labels> all = Scrapes.series();
        for (int scrape = from; scrape < to; scrape++) {
            Batch batch = store.batch(Scrapes.SERIES);
            for (int i = 0; i < Scrapes.SERIES; i++) {
                if (handles[i] == null) {
                    handles[i] = batch.series(all.get(i)).orElseThrow();
                }
                batch.add(handles[i], Scrapes.START + scrape * 15_000L, 123456789 + scrape * 1000.0);
            }
            batch.commit();
            if (cutting && scrape % 480 == 479) {
                store.maintain();
            }
        }
    }

    /** Bytes a sample in blocks, all of their files counted. */
    private static void disk(String whose, Path blocks) throws IOException {
        long bytes = 0;
        long samples = 0;
        try (Stream<Path> files = Files.walk(blocks)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.getParent().equals(blocks)).toList()) {
                bytes += Files.size(file);
                var count = SAMPLES.matcher(file.endsWith("meta.json") ? Files.readString(file) : "");
                samples += count.find() ? Long.parseLong(count.group(1)) : 0;
            }
        }
        System.out.printf("%s blocks: %,d bytes, %,d samples, %.2f bytes a sample%n", whose, bytes, samples, (double) bytes / samples);
    }
}
