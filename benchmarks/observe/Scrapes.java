import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The series that both sides are measured with: 9,000 counters and 100 histograms of ten buckets, for six hours. */
final class Scrapes {

    static final int SERIES = 10_000;
    static final long STEP = 60_000;
    static final long START = 1_767_607_200_000L;
    static final long LENGTH = Duration.ofHours(6).toMillis();
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(START + LENGTH));

    private Scrapes() {}

    static List<Labels> series() {
        List<Labels> all = new ArrayList<>();
        for (int i = 0; i < 9000; i++) {
            all.add(Labels.of(
                    "__name__", "bench_requests_total", "job", "bench", "instance", "10.0.0." + i % 100 + ":9100",
                    "code", Integer.toString(200 + i % 3 * 100), "path", "/p" + i / 300));
        }
        for (int i = 0; i < 100; i++) {
            for (String le : List.of("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf")) {
                all.add(Labels.of(
                        "__name__", "bench_latency_seconds_bucket", "job", "bench", "instance",
                        "10.0.0." + i + ":9100", "le", le));
            }
        }
        return all;
    }

    private static double value(int index, long step) {
        long bucket = index < 9000 ? 1 : 1 + (index - 9000) % 10;
        return step * (7 + index % 13) * bucket;
    }

    /** The samples as text, from which promtool makes blocks. */
    static void write(Path file) throws IOException {
        List<Labels> all = series();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            String before = "";
            for (int i = 0; i < SERIES; i++) {
                Labels labels = all.get(i);
                String family = i < 9000 ? "bench_requests" : "bench_latency_seconds";
                if (!family.equals(before)) {
                    out.write("# TYPE " + family + (i < 9000 ? " counter\n" : " histogram\n"));
                    before = family;
                }
                String name = labels.metricName() + labels.without(Labels.METRIC_NAME).toString().replace(", ", ",");
                for (long step = 0; step * STEP <= LENGTH; step++) {
                    out.write(name + " " + value(i, step) + " " + (START + step * STEP) / 1000 + "\n");
                }
            }
            out.write("# EOF\n");
        }
    }

    /** The label sets for promtool's own benchmark of writing. */
    static void labels(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Labels labels : series()) {
                StringBuilder json = new StringBuilder("{");
                labels.asMap().forEach((name, value) ->
                        json.append(json.length() > 1 ? "," : "").append("\"" + name + "\":\"" + value + "\""));
                out.write(json + "}\n");
            }
        }
    }

    static void fill(TimeSeriesStore store) throws IOException {
        List<Labels> all = series();
        for (long step = 0; step * STEP <= LENGTH; step++) {
            Batch batch = store.batch();
            for (int i = 0; i < SERIES; i++) {
                batch.add(all.get(i), START + step * STEP, value(i, step));
            }
            batch.commit();
            if (step % 120 == 0) {
                store.maintain();
            }
        }
        store.maintain();
    }

}
