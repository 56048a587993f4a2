package dev.slipway.observe.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The parser cases of the OpenMetrics project: each says whether a text is a valid exposition. */
class OpenMetricsConformanceTest {

    @Test
    void expositions_areReadOrRefusedAsTheSpecificationSays() throws IOException {
        List<Map<String, String>> failures = new ArrayList<>();
        int total = 0;
        for (Path folder : folders()) {
            total++;
            boolean expected = Json.mapper()
                    .readTree(Files.readString(folder.resolve("test.json")))
                    .get("shouldParse")
                    .asBoolean();
            String answer = read(folder.resolve("metrics"));
            if (answer.isEmpty() != expected) {
                failures.add(Map.of(
                        "case", folder.getFileName().toString(), "expected", "parses: " + expected, "actual", answer));
            }
        }
        Path report = Path.of("target", "conformance", "openmetrics.json");
        Files.createDirectories(report.getParent());
        Files.writeString(
                report,
                Json.writeCanonical(Map.of(
                        "passed",
                        total - failures.size(),
                        "total",
                        total,
                        "skipped",
                        List.of(),
                        "failures",
                        failures)));
        assertThat(failures).isEmpty();
        assertThat(total).isPositive();
    }

    private static String read(Path file) throws IOException {
        try (InputStream body = Files.newInputStream(file)) {
            Exposition.strict("metrics").read(body, ExpositionFormat.OPENMETRICS, new CollectedExposition());
            return "";
        } catch (Problem refusal) {
            return refusal.message();
        }
    }

    private static List<Path> folders() throws IOException {
        String given = System.getenv("SLIPWAY_CONFORMANCE");
        boolean usable = given != null && !given.isBlank() && !given.startsWith("${");
        Path root =
                Path.of(usable ? given : System.getProperty("slipway.conformance.default", "absent"), "openmetrics");
        Assumptions.assumeTrue(Files.isDirectory(root), "no conformance data at " + root);
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }
}
