package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.FreePorts;
import dev.slipway.testkit.LoadClient;
import dev.slipway.testkit.LoadPlan;
import dev.slipway.testkit.LoadReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The control plane is killed again and again, at random moments from push to bake, while customers ask all the time.
 * {@code -Dslipway.kills=50} kills more often, {@code -Dslipway.seed=N} at other moments.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("slipway.kills", 8);
    private static final long SEED = Long.getLong("slipway.seed", 20_26);
    private static final int LONGEST_LIFE_MILLIS = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final int port = FreePorts.one();
    private final Random random = new Random(SEED);
    private final List<String> commits = new ArrayList<>();
    private Installation installation;
    private Path home;
    private LiveServer server;
    private ApiClient api;
    private PushedProject project;

    @BeforeEach
    void aFirstReleaseServes() throws Exception {
        installation = Installation.built();
        home = Files.createDirectories(folder.resolve("home"));
        server = LiveServer.start(installation, home, port);
        api = ApiClient.of(server.url())
                .setUp(Files.readString(home.resolve("setup.token")).strip());
        api.post("/api/v1/projects", Map.of("name", "shop"));
        project = PushedProject.create(
                Files.createDirectories(folder.resolve("work")), server.url() + "/git/shop.git", api.token());
        commits.add(project.push("open the shop"));
        Awaitility.await().atMost(PATIENCE).until(this::newestIsOver);
    }

    /** A last life as a trial ends instances and edge with itself. */
    @AfterEach
    void endEverything() throws Exception {
        if (server != null) {
            server.kill();
            assertThat(LiveServer.start(installation, home, port, "--ephemeral").stop())
                    .isTrue();
        }
    }

    @Test
    void kills_harmNoRequestAndNoRollout() throws Exception {
        LoadReport report;
        try (LoadClient load = LoadClient.start(LoadPlan.to(server.edgePort(), "shop.localhost", "/")
                .withConnections(4)
                .withRate(50))) {
            for (int kill = 1; kill <= KILLS; kill++) {
                pushWhenIdle(kill);
                Duration life = Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS));
                assertThat(server.livesFor(life)).as("life before kill " + kill).isTrue();
                server.kill();
                server = LiveServer.start(installation, home, port);
            }
            Awaitility.await().atMost(PATIENCE).until(this::newestIsOver);
            report = load.stop();
        }

        assertThat(rollouts())
                .hasSameSizeAs(commits)
                .allSatisfy(rollout -> assertThat(rollout.path("state").asString())
                        .as(rollout.toString())
                        .isEqualTo("SUCCEEDED"));
        assertThat(report.answered()).isPositive();
        assertThat(report.failed()).as(report.toString()).isZero();
        assertThat(report.byStatus()).containsOnlyKeys(200);
        assertThat(instancesStarted())
                .as("each instance was started once")
                .doesNotHaveDuplicates()
                .hasSameSizeAs(commits);
    }

    private void pushWhenIdle(int kill) throws IOException, InterruptedException {
        if (newestIsOver()) {
            commits.add(project.push("change " + kill));
        }
    }

    /** Whether the newest commit has become a release and its rollout has ended. */
    private boolean newestIsOver() throws IOException, InterruptedException {
        assertThat(api.list("/api/v1/projects/shop/runs?limit=100"))
                .as("runs go on after a kill")
                .noneMatch(run -> run.path("state").asString().equals("FAILED"));
        List<String> released = api.list("/api/v1/projects/shop/releases?limit=100").stream()
                .filter(release -> release.path("commit").asString().equals(commits.getLast()))
                .map(release -> release.path("id").asString())
                .toList();
        return rollouts().stream()
                .anyMatch(rollout -> released.contains(rollout.path("release").asString())
                        && !rollout.path("finishedAt").asString("").isEmpty());
    }

    private List<JsonNode> rollouts() throws IOException, InterruptedException {
        return api.list("/api/v1/projects/shop/rollouts?limit=100");
    }

    private List<String> instancesStarted() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("instances"))) {
            Path starts =
                    files.filter(file -> file.endsWith("starts")).findFirst().orElseThrow();
            return Files.readAllLines(starts).stream()
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .toList();
        }
    }
}
