package dev.slipway.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Outside test data and the record of what passes. */
public final class Conformance {

    private final String suite;
    private final List<Map<String, String>> skipped = new ArrayList<>();
    private final List<Map<String, String>> failures = new ArrayList<>();
    private int passed;

    public Conformance(String suite) {
        this.suite = suite;
    }

    /** A folder of the data; without it the test is skipped. */
    public static Path folder(String path) {
        String environment = System.getenv("SLIPWAY_CONFORMANCE");
        boolean given = environment != null && !environment.isBlank() && !environment.startsWith("${");
        String root = given ? environment : System.getProperty("slipway.conformance.default", "");
        Path folder = Path.of(root, path);
        Assumptions.assumeTrue(!root.isBlank() && Files.isDirectory(folder), "no conformance data at " + folder);
        return folder;
    }

    public static List<Path> files(String path, String suffix) {
        try (Stream<Path> files = Files.list(folder(path))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void compare(String name, Object expected, Object actual) {
        if (expected.equals(actual)) {
            passed++;
        } else {
            failures.add(Map.of("case", name, "expected", expected.toString(), "actual", String.valueOf(actual)));
        }
    }

    public void skip(String name, String reason) {
        skipped.add(Map.of("case", name, "reason", reason));
    }

    /** Writes target/conformance/SUITE.json and fails when fewer pass than before. */
    public void finish(int floor) throws IOException {
        Path report = Path.of("target", "conformance", suite + ".json");
        Files.createDirectories(report.getParent());
        int total = passed + skipped.size() + failures.size();
        Files.writeString(
                report,
                Json.writeCanonical(
                        Map.of("passed", passed, "total", total, "skipped", skipped, "failures", failures)));
        assertThat(passed).as("passed of %d, see %s", total, report).isGreaterThanOrEqualTo(floor);
    }
}
