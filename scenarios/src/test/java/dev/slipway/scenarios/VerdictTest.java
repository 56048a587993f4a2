package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.FreePorts;
import dev.slipway.testkit.LoadClient;
import dev.slipway.testkit.LoadPlan;
import dev.slipway.testkit.LoadReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * How long users still meet a release that the judge has failed, the control plane's part included: from the look whose
 * verdict was FAIL to the last request that the release was given. It is printed; {@code -Dslipway.verdicts=N} takes
 * more of them, {@code -Dslipway.rate=N} under more requests in a second.
 */
@Tag("slow")
class VerdictTest {

    private static final int VERDICTS = Integer.getInteger("slipway.verdicts", 1);
    private static final int RATE = Integer.getInteger("slipway.rate", 100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private LiveServer server;
    private ApiClient api;
    private PushedProject project;
    private int pushed;

    @BeforeEach
    void aReleaseServes() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        server = LiveServer.start(Installation.built(), home, FreePorts.one(), "--ephemeral");
        api = ApiClient.of(server.url())
                .setUp(Files.readString(home.resolve("setup.token")).strip());
        api.post("/api/v1/projects", Map.of("name", "shop"));
        project = PushedProject.create(
                Files.createDirectories(folder.resolve("work")), server.url() + "/git/shop.git", api.token());
        Path config = project.folder().resolve("slipway.yml");
        String text = Files.readString(config);
        assertThat(text).contains("pause: {duration: 500ms}");
        Files.writeString(config, text.replace("pause: {duration: 500ms}", "analysis: {interval: 500ms, minimum: 1s}"));
        assertThat(deployed(release())).isEqualTo("SUCCEEDED");
    }

    @AfterEach
    void endEverything() throws Exception {
        if (server != null) {
            assertThat(server.stop()).isTrue();
        }
    }

    @Test
    void failedRelease_isAskedNoMoreOnceItsRouteIsGone() throws Exception {
        List<Long> afterVerdict = new ArrayList<>();
        List<Long> afterRow = new ArrayList<>();
        for (int i = 0; i < VERDICTS; i++) {
            Files.writeString(project.folder().resolve("sick"), "yes\n");
            String sick = release();
            LoadReport report;
            String rollout;
            try (LoadClient load = LoadClient.start(LoadPlan.to(server.edgePort(), "shop.localhost", "/order")
                    .withConnections(8)
                    .withRate(RATE))) {
                rollout = order(sick);
                assertThat(ended(rollout)).isEqualTo("ROLLED_BACK");
                long all = load.report().answered();
                Awaitility.await().atMost(PATIENCE).until(() -> load.report().answered() > all + RATE / 2);
                report = load.stop();
            }
            Instant last = report.lastByRelease().get(sick);
            assertThat(last).as(report.toString()).isNotNull();
            assertThat(last).as("requests end with the rollback").isBefore(moment(rollout, "RESTORE"));
            afterVerdict.add(Duration.between(verdict(rollout), last).toMillis());
            afterRow.add(Duration.between(moment(rollout, "FAIL"), last).toMillis());
        }
        System.out.println("last request on the failed release, ms after its verdict " + summary(afterVerdict)
                + "; after the verdict was written " + summary(afterRow));
    }

    private static String summary(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return millis + ", median " + sorted.get(sorted.size() / 2) + ", worst " + sorted.getLast();
    }

    private String release() throws Exception {
        int before = api.list("/api/v1/projects/shop/releases").size();
        project.push("change " + ++pushed);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.list("/api/v1/projects/shop/releases").size() > before);
        return api.list("/api/v1/projects/shop/releases").getFirst().path("id").asString();
    }

    private String deployed(String release) throws Exception {
        return ended(order(release));
    }

    private String order(String release) throws Exception {
        return api.post("/api/v1/projects/shop/environments/production/rollouts", Map.of("release", release))
                .path("id")
                .asString();
    }

    private String ended(String rollout) throws Exception {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !api.get("/api/v1/rollouts/" + rollout)
                        .path("finishedAt")
                        .asString("")
                        .isEmpty());
        return api.get("/api/v1/rollouts/" + rollout).path("state").asString();
    }

    private Instant moment(String rollout, String event) throws Exception {
        for (JsonNode moment : api.get("/api/v1/rollouts/" + rollout).path("timeline")) {
            if (moment.path("event").asString().equals(event)) {
                return Instant.parse(moment.path("at").asString());
            }
        }
        throw new AssertionError("no " + event + " in the timeline of " + rollout);
    }

    /** When the counts were read that the judge failed the release for: no later look was taken beside the old one. */
    private Instant verdict(String rollout) throws Exception {
        return api.list("/api/v1/rollouts/" + rollout + "/looks").stream()
                .map(look -> Instant.parse(look.path("at").asString()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
