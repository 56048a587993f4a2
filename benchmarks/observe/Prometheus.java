import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Debian's Prometheus over a folder of blocks or over a log, as a process of its own. */
record Prometheus(Process process, String address, HttpClient client) implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
    private static final int TICKS_A_SECOND = 100;

    static Prometheus over(Path blocks) throws IOException {
        Path config = Files.writeString(blocks.resolveSibling("prometheus.yml"), "global: {}\n");
        Process process = new ProcessBuilder(
                        "/usr/bin/prometheus", "--config.file=" + config, "--storage.tsdb.path=" + blocks,
                        "--storage.tsdb.retention.time=100y", "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true).start();
        BufferedReader log = process.inputReader();
        String address = "";
        boolean ready = false;
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            var matcher = ADDRESS.matcher(line);
            address = matcher.find() ? matcher.group(1) : address;
            ready |= line.contains("Server is ready to receive web requests");
            if (ready && !address.isEmpty()) {
                Thread.ofPlatform().daemon().start(() -> drain(log));
                return new Prometheus(process, address, HttpClient.newHttpClient());
            }
        }
        throw new IllegalStateException("Prometheus ended");
    }

    /** Prometheus over a log that nothing has shortened. */
    static void measureStart(Path storage) throws Exception {
        long began = System.nanoTime();
        try (Prometheus peer = Prometheus.over(storage)) {
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

    private static void drain(BufferedReader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            System.err.println("Prometheus has ended");
        }
    }

    void range(String text) throws IOException, InterruptedException {
        String form = "query=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&start=" + Scrapes.START / 1000 + "&end="
                + (Scrapes.START + Scrapes.LENGTH) / 1000 + "&step=60";
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
