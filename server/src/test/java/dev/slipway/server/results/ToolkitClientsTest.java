package dev.slipway.server.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slipway.kernel.Json;
import dev.slipway.runner.artifact.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The clients that stock actions are made of, from npm, against the service. */
@Tag("slow")
@Timeout(300)
class ToolkitClientsTest {

    @TempDir
    Path folder;

    @Test
    void artifactClient_worksUnmodified_andSharesTheStoreWithSlipwaysOwnActions() throws Exception {
        try (ResultsHouse house = new ResultsHouse(folder.resolve("house"), InstantSource.system())) {
            house.artifacts.save("run-uuid", "native", zip("note.txt", "from Slipway"), ArtifactStore.Terms.USUAL);
            JsonNode answer = run("artifact.mjs", house);
            assertThat(answer.path("names").toString()).isEqualTo("[\"native\",\"site\"]");
            assertThat(answer.path("native").asString()).isEqualTo("from Slipway");
            assertThat(answer.path("large").asLong()).isEqualTo(20L << 20);
            assertThat(answer.path("digestMismatch").asBoolean()).isFalse();
            assertThat(answer.path("twice").asString()).contains("already exists");
            assertThat(answer.path("left").toString()).isEqualTo("[\"site\"]");
            assertThat(house.artifacts.find("run-uuid", "site").orElseThrow().id())
                    .isEqualTo(answer.path("id").asLong());
        }
    }

    @Test
    void cacheClient_worksUnmodified() throws Exception {
        try (ResultsHouse house = new ResultsHouse(folder.resolve("house"), InstantSource.system())) {
            JsonNode answer = run("cache.mjs", house);
            assertThat(answer.path("available").asBoolean()).isTrue();
            assertThat(answer.path("miss").isNull()).isTrue();
            assertThat(answer.path("saved").asLong()).isPositive();
            assertThat(answer.path("again").asLong()).isEqualTo(-1);
            assertThat(answer.path("hit").asString()).isEqualTo("linux-1");
            assertThat(answer.path("text").asString()).isEqualTo("library");
            assertThat(answer.path("large").asLong()).isEqualTo(40L << 20);
        }
    }

    private Path zip(String name, String text) throws IOException {
        Path file = folder.resolve("native.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file;
    }

    private JsonNode run(String script, ResultsHouse house) throws IOException, InterruptedException {
        Path clients = Files.createDirectories(folder.resolve("clients"));
        for (String name : List.of("package.json", "package-lock.json", script)) {
            try (var resource = ToolkitClientsTest.class.getResourceAsStream("/results/" + name)) {
                Files.copy(java.util.Objects.requireNonNull(resource, name), clients.resolve(name));
            }
        }
        install(clients);
        Path work = Files.createDirectories(folder.resolve("work"));
        Map<String, String> environment = Map.of(
                "ACTIONS_RESULTS_URL", house.server.url(),
                "ACTIONS_RUNTIME_TOKEN", house.session.token(),
                "ACTIONS_CACHE_SERVICE_V2", "True",
                "GITHUB_SERVER_URL", "http://slipway.localhost",
                "GITHUB_WORKSPACE", work.toString(),
                "RUNNER_TEMP", Files.createDirectories(folder.resolve("temp")).toString());
        Ended ended = run(clients, environment, List.of("node", script, work.toString()));
        assertThat(ended.code()).as(ended.output()).isZero();
        return Json.mapper().readTree(Files.readString(work.resolve("answer.json")));
    }

    /** Without npm or its registry there is nothing to test, except on CI, where both are promised. */
    private void install(Path clients) throws IOException, InterruptedException {
        try {
            Ended ended = run(clients, Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
            if (ended.code() != 0) {
                skip("npm cannot install the clients: " + ended.output());
            }
        } catch (IOException absent) {
            skip("there is no npm on this host: " + absent.getMessage());
        }
    }

    private static void skip(String reason) {
        assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
        abort(reason);
    }

    private Ended run(Path directory, Map<String, String> environment, List<String> argv)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output-" + argv.getFirst());
        ProcessBuilder command = new ProcessBuilder(new ArrayList<>(argv))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().putAll(environment);
        int code = command.start().waitFor();
        return new Ended(code, Files.readString(output));
    }

    private record Ended(int code, String output) {}
}
