package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.process.ProcessTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demonstration is the product's promise in one command, so it is also its test. */
@Tag("slow")
class DemoTest {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    Path folder;

    @Test
    void demo_endsWellAndNoCustomerNoticesASwitch() throws Exception {
        Path report = folder.resolve("report.json");
        Path output = folder.resolve("output.txt");
        Process demo = ProcessTree.start(Installation.built()
                .command("demo", "--exit", "--report", report.toString())
                .redirectOutput(output.toFile()));
        try {
            assertThat(demo.waitFor(PATIENCE)).as("the demo ends").isTrue();
        } finally {
            ProcessTree.end(demo.toHandle(), Duration.ofSeconds(30));
        }

        assertThat(demo.exitValue()).as(Files.readString(output)).isZero();
        JsonNode facts = Json.mapper().readTree(Files.readString(report));
        assertThat(facts.path("ok").asBoolean()).isTrue();
        assertThat(facts.path("traffic").path("requests").asLong()).isGreaterThan(1000);
        assertThat(facts.path("traffic").path("failedBySwitch").asLong(-1)).isZero();
        assertThat(words(facts.path("rollbacks"), "phase")).containsExactly("canary", "bake");
        assertThat(words(facts.path("rollouts"), "result"))
                .contains("succeeded", "rolled_back", "refused")
                .doesNotContain("needs_human", "failed");
    }

    @Test
    void demoThatIsEnded_saysSoLast() throws Exception {
        Path output = folder.resolve("output.txt");
        Process demo = ProcessTree.start(Installation.built()
                .command(
                        "demo",
                        "--exit",
                        "--report",
                        folder.resolve("report.json").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()));
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(output).contains("pushed ") || !demo.isAlive());
            demo.destroy();
            assertThat(demo.waitFor(PATIENCE)).as("the demo ends").isTrue();
        } finally {
            ProcessTree.end(demo.toHandle(), Duration.ofSeconds(30));
        }

        assertThat(Files.readAllLines(output).getLast()).startsWith("The demo has ended");
    }

    private static List<String> words(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(field).asString())
                .toList();
    }
}
