package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An administrator replaces the edge of a server that runs. */
@Tag("slow")
class UpgradedEdgeTest {

    @TempDir
    Path folder;

    @Test
    void upgrade_putsAnotherProcessInPlace_andIsAudited() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        LiveServer server = LiveServer.start(Installation.built(), home, FreePorts.one(), "--ephemeral");
        try {
            ApiClient api = ApiClient.of(server.url())
                    .setUp(Files.readString(home.resolve("setup.token")).strip());
            JsonNode before = api.get("/api/v1/edge");
            JsonNode done = api.post("/api/v1/edge/upgrade", Map.of());
            assertThat(done.path("before")).isEqualTo(before);
            assertThat(done.path("now").path("pid").asLong())
                    .isNotEqualTo(before.path("pid").asLong());
            assertThat(done.path("now").path("listen")).isEqualTo(before.path("listen"));
            assertThat(api.get("/api/v1/edge")).isEqualTo(done.path("now"));
            assertThat(api.list("/api/v1/audit"))
                    .anySatisfy(row -> assertThat(row.toString())
                            .contains(
                                    "edge.upgrade",
                                    "process " + before.path("pid").asLong()));
        } finally {
            assertThat(server.stop()).isTrue();
        }
    }
}
