package dev.slipway.observe.exposition;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The parser cases of the OpenMetrics project: each says whether a text is a valid exposition. */
class OpenMetricsConformanceTest {

    @Test
    void expositions_areReadOrRefusedAsTheSpecificationSays() throws IOException {
        Conformance cases = new Conformance("openmetrics");
        for (Path folder : Conformance.folders("openmetrics")) {
            boolean valid = Json.mapper()
                    .readTree(Files.readString(folder.resolve("test.json")))
                    .get("shouldParse")
                    .asBoolean();
            String refusal = read(folder.resolve("metrics"));
            cases.check(
                    folder.getFileName().toString(),
                    refusal.isEmpty() == valid,
                    valid ? "is read" : "is refused",
                    refusal.isEmpty() ? "is read" : refusal);
        }
        cases.finishWithoutFailure(1);
    }

    private static String read(Path file) throws IOException {
        try (InputStream body = Files.newInputStream(file)) {
            Exposition.strict("metrics").read(body, ExpositionFormat.OPENMETRICS, new CollectedExposition());
            return "";
        } catch (Problem refusal) {
            return refusal.message();
        }
    }
}
