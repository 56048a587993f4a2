import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.SeriesHandle;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.rule.RuleFile;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.SeriesSource;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Slipway's store and engine beside Debian's Prometheus, on the same series, in one run: each is asked in turn, so that
 * whatever else the machine does concerns both. Processor time is compared, for that hardly depends on the load.
 */
public final class PeerBenchmark {

    private static final int SERIES = 10_000;
    private static final long STEP = 60_000;
    private static final long START = 1_767_607_200_000L;
    private static final long LENGTH = Duration.ofHours(6).toMillis();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(START + LENGTH));
    private static final Pattern ADDRESS = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
    private static final Pattern SAMPLES = Pattern.compile("\"(?:numSamples|samples)\": ?(\\d+)");
    private static final int TICKS_A_SECOND = 100;

    private PeerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "write" -> write(folder);
            case "labels" -> labels(folder);
            case "ingest" -> ingest(folder, Integer.parseInt(arguments[2]), arguments[3].equals("cutting"));
            case "query" -> query(folder, Path.of(arguments[2]));
            case "disk" -> disk(arguments[2], folder);
            case "peer-start" -> peerStart(folder);
            case "target" -> target(folder);
            case "probes" -> probes(folder, arguments[2]);
            case "rules" -> rules(folder, Path.of(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static double processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    /** 9,000 counters and 100 histograms of ten buckets. */
    private static List<Labels> series() {
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
    private static void write(Path file) throws IOException {
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
    private static void labels(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Labels labels : series()) {
                StringBuilder json = new StringBuilder("{");
                labels.asMap().forEach((name, value) ->
                        json.append(json.length() > 1 ? "," : "").append("\"" + name + "\":\"" + value + "\""));
                out.write(json + "}\n");
            }
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
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(START).plus(Duration.ofDays(30)));
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), clock)) {
            SeriesHandle[] handles = new SeriesHandle[SERIES];
            for (String phase : List.of("cold", "warm")) {
                int first = phase.equals("cold") ? 0 : scrapes;
                double before = processor();
                long began = System.nanoTime();
                scrape(store, handles, first, first + scrapes, cutting);
                long samples = (long) SERIES * scrapes;
                System.out.printf(
                        "slipway ingest, %s, %s: %,d samples, %.2f s of processor, %,.0f samples a second of processor, %.1f s by the wall%n",
                        phase, cutting ? "blocks cut" : "nothing cut", samples, processor() - before,
                        samples / (processor() - before), (System.nanoTime() - began) / 1e9);
            }
        }
    }

    private static void scrape(TimeSeriesStore store, SeriesHandle[] handles, int from, int to, boolean cutting)
            throws IOException {
        List<Labels> all = series();
        for (int scrape = from; scrape < to; scrape++) {
            Batch batch = store.batch(SERIES);
            for (int i = 0; i < SERIES; i++) {
                if (handles[i] == null) {
                    handles[i] = batch.series(all.get(i)).orElseThrow();
                }
                batch.add(handles[i], START + scrape * 15_000L, 123456789 + scrape * 1000.0);
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

    /** Prometheus over a log that nothing has shortened. */
    private static void peerStart(Path storage) throws Exception {
        long began = System.nanoTime();
        try (Peer peer = Peer.over(storage)) {
            System.out.printf("prometheus start: %.2f s, %.2f s of processor%n", (System.nanoTime() - began) / 1e9, peer.processor());
            String metrics = peer.client.send(
                            HttpRequest.newBuilder(URI.create("http://" + peer.address + "/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            metrics.lines()
                    .filter(line -> line.startsWith("go_memstats_heap_inuse_bytes ") || line.startsWith("process_resident_memory_bytes ")
                            || line.startsWith("prometheus_tsdb_head_series ") || line.startsWith("prometheus_tsdb_head_samples"))
                    .forEach(line -> System.out.println("prometheus after its start: " + line));
        }
    }

    private static void query(Path folder, Path blocks) throws Exception {
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), CLOCK);
                Peer peer = Peer.over(blocks)) {
            fill(store);
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

    private static void fill(TimeSeriesStore store) throws IOException {
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

    private static void compare(String name, String text, Engine engine, Peer peer) throws Exception {
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
            double work = processor();
            long wall = System.nanoTime();
            own(engine, text);
            ownWall[round] = (System.nanoTime() - wall) / 1e6;
            ownWork[round] = (processor() - work) * 1000;
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
        Value value = engine.range(Query.parse(text), START, START + LENGTH, 60_000, () -> false).value();
        if (!(value instanceof Value.Matrix matrix) || matrix.series().isEmpty()) {
            throw new IllegalStateException("no answer to " + text);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Every real rule once a cycle, over 10,000 series of the metrics that the rules name. */
    private static void rules(Path folder, Path files) throws IOException {
        List<Query> queries = new ArrayList<>();
        try (Stream<Path> found = Files.walk(files)) {
            for (Path file : found.filter(path -> path.toString().endsWith(".yml")).sorted().toList()) {
                RuleFile.read(file.toString(), Files.readString(file)).file().ifPresent(rules ->
                        rules.groups().forEach(group -> group.rules().forEach(rule -> queries.add(rule.query()))));
            }
        }
        List<Labels> wanted = new ArrayList<>();
        SeriesSource noting = (start, end, matchers, hints) -> {
            wanted.add(wanted(matchers));
            return dev.slipway.promql.series.Selection.of(List.of());
        };
        Engine first = new Engine(noting, Limits.DEFAULT);
        queries.forEach(query -> first.instant(query, START, () -> false));
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), CLOCK)) {
            Random random = new Random(1);
            List<Labels> distinct = wanted.stream().filter(labels -> labels.has("__name__")).distinct().toList();
            for (long step = 0; step < 80; step++) {
                Batch batch = store.batch();
                for (int i = 0; i < SERIES; i++) {
                    Labels labels = distinct.get(i % distinct.size())
                            .with("instance", "10.0.0." + i / distinct.size() + ":9100");
                    batch.add(labels, START + step * 15_000, step * (1 + random.nextInt(3)));
                }
                batch.commit();
            }
            Engine engine = new Engine(store, Limits.DEFAULT);
            for (int cycle = 0; cycle < 12; cycle++) {
                long at = START + 79 * 15_000;
                double work = processor();
                long wall = System.nanoTime();
                long answers = 0;
                for (Query query : queries) {
                    try {
                        answers += engine.instant(query, at, () -> false).value() instanceof Value.Vector vector
                                ? vector.samples().size() : 0;
                    } catch (dev.slipway.kernel.Problem ambiguous) {
                        answers++;
                    }
                }
                System.out.printf("cycle of %d rules over %,d series of %d selectors: %.0f ms of processor, %.0f ms, %d answers%n",
                        queries.size(), SERIES, distinct.size(), (processor() - work) * 1000, (System.nanoTime() - wall) / 1e6, answers);
            }
        }
    }

    /** Answers probes in a process of its own, so that its work is not counted; writes its port to a file. */
    private static void target(Path port) throws IOException {
        var server = com.sun.net.httpserver.HttpServer.create(
                new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
        });
        server.start();
        Files.writeString(port, Integer.toString(server.getAddress().getPort()));
    }

    /** 5,000 probes over HTTP every ten seconds, for two minutes after half a minute. */
    private static void probes(Path folder, String port) throws Exception {
        StringBuilder text = new StringBuilder("endpoints:\n");
        for (int i = 0; i < 5000; i++) {
            text.append("- {name: p" + i + ", url: 'http://127.0.0.1:" + port + "/" + i + "', interval: 10s}\n");
        }
        var endpoints = dev.slipway.observe.probe.ProbeFile.read("probes.yml", text.toString()).endpoints();
        InstantSource clock = InstantSource.system();
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), clock)) {
            var prober = new dev.slipway.observe.check.Prober(
                    new dev.slipway.observe.check.Doors(true), dev.slipway.observe.check.Trust.system(), false,
                    (_, _) -> java.util.Optional.empty(), clock);
            try (var patrol = new dev.slipway.observe.patrol.Patrol(store, prober, (before, now) -> {}, clock)) {
                patrol.follow(endpoints.stream()
                        .map(endpoint -> new dev.slipway.observe.patrol.Watched("bench", endpoint))
                        .toList(), _ -> dev.slipway.observe.patrol.Standing.UNKNOWN);
                Thread.sleep(30_000);
                double work = processor();
                long wall = System.nanoTime();
                Thread.sleep(120_000);
                double seconds = (System.nanoTime() - wall) / 1e9;
                long up = patrol.statuses().stream().filter(status -> status.last().filter(outcome -> outcome.isSuccess()).isPresent()).count();
                System.out.printf("probes: %d at 10 s, %d succeed: %.1f %% of one processor, %.1f %% of two%n",
                        endpoints.size(), up, 100 * (processor() - work) / seconds, 50 * (processor() - work) / seconds);
            }
        }
    }

    /** Labels that fulfil the equalities of a selector. */
    private static Labels wanted(List<Matcher> matchers) {
        Labels.Builder labels = Labels.builder();
        matchers.stream().filter(matcher -> matcher.kind() == Matcher.Kind.EQ).forEach(matcher -> labels.set(matcher.name(), matcher.value()));
        return labels.build();
    }

    /** Debian's Prometheus. */
    private record Peer(Process process, String address, HttpClient client) implements AutoCloseable {

        static Peer over(Path blocks) throws IOException {
            Path config = Files.writeString(blocks.resolveSibling("prometheus.yml"), "global: {}\n");
            Process process = new ProcessBuilder(
                            "/usr/bin/prometheus", "--config.file=" + config, "--storage.tsdb.path=" + blocks,
                            "--storage.tsdb.retention.time=100y", "--web.listen-address=127.0.0.1:0")
                    .redirectErrorStream(true).start();
            BufferedReader log = process.inputReader();
            String address = "";
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                var matcher = ADDRESS.matcher(line);
                address = matcher.find() ? matcher.group(1) : address;
                if (line.contains("Server is ready to receive web requests")) {
                    Thread.ofPlatform().daemon().start(() -> drain(log));
                    return new Peer(process, address, HttpClient.newHttpClient());
                }
            }
            throw new IllegalStateException("Prometheus ended");
        }

        private static void drain(BufferedReader log) {
            try {
                log.transferTo(java.io.Writer.nullWriter());
            } catch (IOException ended) {
                System.err.println("Prometheus has ended");
            }
        }

        void range(String text) throws IOException, InterruptedException {
            String form = "query=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&start=" + START / 1000 + "&end="
                    + (START + LENGTH) / 1000 + "&step=60";
            String body = client.send(
                            HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/query_range"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            if (!body.startsWith("{\"status\":\"success\"") || body.contains("\"result\":[]")) {
                throw new IllegalStateException(body.substring(0, Math.min(300, body.length())));
            }
        }

        /** Seconds that the processors gave it. */
        double processor() throws IOException {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_A_SECOND;
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
            client.close();
        }
    }
}
