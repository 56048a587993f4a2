import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same range queries over the same series, asked in turn, so that whatever else the machine does concerns both. */
final class QueryComparison {

    private QueryComparison() {}

    static void run(Path folder, Path blocks) throws Exception {
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), Scrapes.CLOCK);
                Prometheus peer = Prometheus.over(blocks)) {
            Scrapes.fill(store);
            Engine engine = new Engine(store, Limits.DEFAULT);
            Map<String, String> queries = new LinkedHashMap<>();
            queries.put("rate", "sum(rate(bench_requests_total[5m]))");
            queries.put("sum by", "sum by (code, path) (rate(bench_requests_total[5m]))");
            queries.put(
                    "histogram_quantile",
                    "histogram_quantile(0.95, sum by (le) (rate(bench_latency_seconds_bucket[5m])))");
            queries.put("topk", "topk(5, rate(bench_requests_total[5m]))");
            queries.put("max_over_time", "max(max_over_time(bench_requests_total[1h]))");
            System.out.printf("%-20s %12s %12s %8s %12s %12s %8s%n", "6 h, step 60 s", "slipway cpu", "peer cpu", "ratio", "slipway", "peer", "ratio");
            for (Map.Entry<String, String> each : queries.entrySet()) {
                compare(each.getKey(), each.getValue(), engine, peer);
            }
        }
    }

    private static void compare(String name, String text, Engine engine, Prometheus peer) throws Exception {
        int rounds = 7;
        double[] ownWork = new double[rounds];
        double[] ownWall = new double[rounds];
        double[] peerWork = new double[rounds];
        double[] peerWall = new double[rounds];
        for (int warm = 0; warm < 3; warm++) {
            own(engine, text);
            peer.range(text);
        }
        for (int round = 0; round < rounds; round++) {
            double work = Work.seconds();
            long wall = System.nanoTime();
            own(engine, text);
            ownWall[round] = (System.nanoTime() - wall) / 1e6;
            ownWork[round] = (Work.seconds() - work) * 1000;
            work = peer.processor();
            wall = System.nanoTime();
            peer.range(text);
            peerWall[round] = (System.nanoTime() - wall) / 1e6;
            peerWork[round] = (peer.processor() - work) * 1000;
        }
        System.out.printf(
                "%-20s %9.0f ms %9.0f ms %8.2f %9.0f ms %9.0f ms %8.2f%n",
                name, median(ownWork), median(peerWork), median(ownWork) / median(peerWork), median(ownWall), median(peerWall),
                median(ownWall) / median(peerWall));
    }

    private static void own(Engine engine, String text) {
        Value value = engine.range(Query.parse(text), Scrapes.START, Scrapes.START + Scrapes.LENGTH, 60_000, () -> false).value();
        if (!(value instanceof Value.Matrix matrix) || matrix.series().isEmpty()) {
            throw new IllegalStateException("no answer to " + text);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
