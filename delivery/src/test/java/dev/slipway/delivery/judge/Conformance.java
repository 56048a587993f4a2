package dev.slipway.delivery.judge;

import dev.slipway.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/** Outside cases for the judge, and a tally of how they went that a report can pick up. */
final class Conformance {

    private final String suite;
    private final List<String> passed = new ArrayList<>();
    private final List<Map<String, String>> skipped = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Conformance(String suite) {
        this.suite = suite;
    }

    /** Reads a file of outside data, or skips the test where that is absent. */
    static JsonNode read(String name) {
        String configured = System.getenv("SLIPWAY_CONFORMANCE");
        String root = configured == null || configured.isBlank() || configured.startsWith("${")
                ? System.getProperty("slipway.conformance.default", "")
                : configured;
        Path file = Path.of(root, "judge", name);
        Assumptions.assumeTrue(Files.exists(file), "outside test data is absent: " + file);
        try {
            return Json.mapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    void record(String name, boolean holds, String seen) {
        if (holds) {
            passed.add(name);
        } else {
            failures.add(name + ": " + seen);
        }
    }

    void skip(String name, String reason) {
        skipped.add(Map.of("case", name, "reason", reason));
    }

    List<String> failures() {
        return failures;
    }

    int passed() {
        return passed.size();
    }

    void write() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("passed", passed.size());
        report.put("total", passed.size() + skipped.size() + failures.size());
        report.put("skipped", skipped);
        report.put("failures", failures);
        write(suite, report);
    }

    static void write(String suite, Object report) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "conformance"));
            Files.writeString(folder.resolve(suite + ".json"), Json.write(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
