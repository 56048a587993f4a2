package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.containers.Engine;
import dev.slipway.containers.Labelled;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.platforms.container.ContainerPlatform;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The control plane dies before and after the commit of each transition, and around each effect, while it delivers
 * containers: each life finds those that run, starts none twice, and nothing is left behind.
 */
@NeedsEngine
class ContainerRestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CANARY = "{canary: {steps: [{setWeight: 50}, {setWeight: 100}]}}";

    /** Notes each start where it outlives the container. */
    private static final String SERVE = """
            echo "$SLIPWAY_INSTANCE" >> "$SLIPWAY_DATA/starts"
            mkdir -p /www && echo ok > /www/health && echo "$SLIPWAY_RELEASE" > /www/index.html
            trap 'exit 0' TERM
            httpd -f -p "$PORT" -h /www &
            wait
            """;

    @TempDir
    Path folder;

    private final String project = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    private Engine engine;
    private Digest artifact;
    private Database database;
    private RolloutHouse house;

    @BeforeEach
    void open() throws Exception {
        engine = TestEngine.connect();
        TestEngine.image(engine);
        Path archive = archive();
        artifact = Digest.of(archive);
        database = Database.open(DatabaseAddress.of(null, folder));
        house = new RolloutHouse(
                database,
                project,
                artifact,
                () -> new ContainerPlatform(
                        instances(),
                        TestEngine.access(),
                        _ -> Optional.of(archive),
                        TinyServices.plainSeal(),
                        InstantSource.system(),
                        ProcessOptions.standard(),
                        _ -> {}));
        house.work();
    }

    @AfterEach
    void close() {
        house.close();
        assertThat(containers()).isEmpty();
        database.close();
        engine.images().remove("slipway-release:" + artifact.hex());
        engine.close();
    }

    @Test
    void canary_succeedsThroughADeathAtEveryStep() throws Exception {
        Release old = serves();
        Release next = release("2", CANARY);
        Rollout rollout = house.deployThroughCrashes(next);

        house.liveUntilOver(rollout, List.of());

        assertThat(house.now(rollout).state()).isEqualTo(RolloutState.SUCCEEDED);
        ends(old, next, next);
    }

    @Test
    void blueGreen_thatIsCalledOff_goesBackThroughADeathAtEveryStep() throws Exception {
        Release old = serves();
        Release next = release("2", "{blueGreen: {autoPromotionEnabled: false}}");
        Rollout rollout = house.deployThroughCrashes(next);

        house.liveUntilOver(
                rollout, List.of(new RolloutHouse.Step(RolloutState.HELD, Story.ordering(Commands::abort))));

        assertThat(house.now(rollout).state()).isEqualTo(RolloutState.ROLLED_BACK);
        ends(old, next, old);
    }

    private Release serves() {
        Release release = release("1", CANARY);
        Rollout rollout = house.deploy(release);
        house.reach(rollout, RolloutState.SUCCEEDED);
        return release;
    }

    /** One container is left, it has all users, each was started once, and no user was sent to one that was not there. */
    private void ends(Release old, Release next, Release serving) throws IOException {
        await().atMost(PATIENCE).until(() -> containers().equals(List.of(instance(serving))));
        await().atMost(PATIENCE).until(() -> house.running().equals(List.of(serving.id() + " HEALTHY 0")));
        assertThat(house.routed()).containsExactly(serving.id());
        assertThat(house.serving().release()).contains(serving.id());
        assertThat(house.edge.unanswered()).isEmpty();
        assertThat(starts()).containsExactly(instance(old), instance(next));
        assertThat(house.crashes.count()).isGreaterThan(20);
    }

    private static String instance(Release release) {
        return "production.web." + release.id() + ".0";
    }

    /** The instances of all containers that there are, those that have ended too. */
    private List<String> containers() {
        return engine.containers().list(Map.of("dev.slipway.project", project)).stream()
                .map(Labelled::labels)
                .map(labels -> labels.getOrDefault("dev.slipway.instance", ""))
                .toList();
    }

    private List<String> starts() throws IOException {
        try (Stream<Path> files = Files.walk(instances().resolve("data"))) {
            Path notes =
                    files.filter(file -> file.endsWith("starts")).findFirst().orElseThrow();
            return Files.readAllLines(notes);
        }
    }

    private Path instances() {
        return folder.resolve("instances");
    }

    private Path archive() throws IOException {
        Path archive = folder.resolve("web.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            entry(zip, "Dockerfile", "FROM " + TestEngine.IMAGE + "\nCOPY serve.sh /serve.sh\n");
            entry(zip, "serve.sh", SERVE);
        }
        return archive;
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private Release release(String version, String strategy) {
        return house.release(version, """
            services:
              web:
                platform: container
                artifact: web
                command: [sh, /serve.sh]
                health: {path: /health, interval: 50ms, timeout: 2s, healthyAfter: 1, unhealthyAfter: 20}
                stopGrace: 2s
            environments:
              production:
                strategy: %s
                judge: {minimumRequests: 20, latency: off}
                bake: 300ms
                progressDeadline: 60s
            """.formatted(strategy));
    }
}
