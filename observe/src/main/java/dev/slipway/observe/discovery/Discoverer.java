package dev.slipway.observe.discovery;

import dev.slipway.kernel.Glob;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds targets.
 *
 * @param base folder of the configuration, which relative paths start from
 * @param dns which is asked
 * @param client for lists over HTTP
 */
public record Discoverer(Path base, DnsRecords dns, HttpClient client) {

    private static final int MOST_BYTES = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * The targets of now.
     *
     * @throws Problem when they cannot be found; those found before stay in force then
     */
    public List<TargetGroup> find(Discovery discovery) {
        try {
            return switch (discovery) {
                case Discovery.Listed listed -> listed.groups();
                case Discovery.Live live -> live.source().get();
                case Discovery.Files files -> files(files);
                case Discovery.Dns names -> dns.groups(names);
                case Discovery.Http http -> http(http);
            };
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "discovery-failed",
                    "targets cannot be found: " + e,
                    "the targets found before stay in force",
                    e);
        }
    }

    private List<TargetGroup> files(Discovery.Files files) throws IOException {
        List<TargetGroup> groups = new ArrayList<>();
        for (String pattern : files.patterns()) {
            for (Path file : matching(base.resolve(pattern).normalize())) {
                if (Files.size(file) > MOST_BYTES) {
                    throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
                }
                TargetLists.read(file.toString(), Files.readString(file))
                        .forEach(group -> groups.add(group.with("__meta_filepath", file.toString())));
            }
        }
        return groups;
    }

    private static List<Path> matching(Path pattern) throws IOException {
        Path folder = pattern.toAbsolutePath().getParent();
        Glob name = Glob.of(pattern.getFileName().toString());
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> name.matches(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private List<TargetGroup> http(Discovery.Http http) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(http.url())
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("User-Agent", "Slipway")
                .header(
                        "X-Prometheus-Refresh-Interval-Seconds",
                        Long.toString(http.refresh().toSeconds()))
                .build();
        try {
            HttpResponse<java.io.InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (java.io.InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                if (response.statusCode() != 200 || bytes.length > MOST_BYTES) {
                    throw new IOException(
                            http.url() + " answered " + response.statusCode() + ", " + bytes.length + " bytes");
                }
                return TargetLists.read(http.url().toString(), new String(bytes, StandardCharsets.UTF_8)).stream()
                        .map(group -> group.with("__meta_url", http.url().toString()))
                        .toList();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
