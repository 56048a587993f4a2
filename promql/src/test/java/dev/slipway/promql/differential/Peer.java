package dev.slipway.promql.differential;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.kernel.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Debian's Prometheus over the given samples; where it is not installed the test is skipped. */
final class Peer implements AutoCloseable {

    private static final Path SERVER = Path.of("/usr/bin/prometheus");
    private static final Path TOOL = Path.of("/usr/bin/promtool");
    private static final Pattern ADDRESS = Pattern.compile("msg=\"Listening on\" address=(\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String address;

    private Peer(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** @param openMetrics all samples, in the text format */
    static Peer over(Path folder, String openMetrics) throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(SERVER) && Files.isExecutable(TOOL), "Debian's package prometheus is not installed");
        Path samples = Files.writeString(folder.resolve("samples.txt"), openMetrics);
        Path data = folder.resolve("data");
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
        run(List.of(TOOL.toString(), "tsdb", "create-blocks-from", "openmetrics", samples.toString(), data.toString()));
        Process process = new ProcessBuilder(
                        SERVER.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data,
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .start();
        return new Peer(process, listening(process.inputReader()));
    }

    private static void run(List<String> argv) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(argv + ": " + output);
        }
    }

    /** Reads the log until the server can be asked, told in either order; a thread of its own reads on, so that the pipe stays empty. */
    private static String listening(BufferedReader log) throws IOException {
        StringBuilder read = new StringBuilder();
        String address = "";
        boolean ready = false;
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            read.append(line).append('\n');
            Matcher matcher = ADDRESS.matcher(line);
            if (matcher.find()) {
                address = matcher.group(1);
            }
            ready |= line.contains("Server is ready to receive web requests");
            if (ready && !address.isEmpty()) {
                Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
                return address;
            }
        }
        throw new IllegalStateException("Prometheus ended: " + read);
    }

    JsonNode instant(String query, long atMillis) throws IOException, InterruptedException {
        return ask("query", Map.of("query", query, "time", seconds(atMillis)));
    }

    JsonNode range(String query, long start, long end, long step) throws IOException, InterruptedException {
        return ask(
                "query_range",
                Map.of("query", query, "start", seconds(start), "end", seconds(end), "step", seconds(step)));
    }

    private JsonNode ask(String what, Map<String, String> parameters) throws IOException, InterruptedException {
        String form = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/" + what))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return Json.mapper()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + "%03d".formatted(millis % 1000);
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        process.destroyForcibly();
        process.waitFor();
    }
}
