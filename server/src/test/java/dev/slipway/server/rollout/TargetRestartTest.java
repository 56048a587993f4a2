package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.platforms.command.CommandPlatform;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The control plane dies before and after the commit of each transition, and around each effect, while it delivers to a
 * target that is known by its commands alone and carries its own traffic: here a folder, in which a file is a release
 * that is up.
 */
class TargetRestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path cloud;
    private Database database;
    private RolloutHouse house;

    @BeforeEach
    void open() throws IOException {
        cloud = folder.toRealPath().resolve("cloud");
        Files.createDirectories(cloud.resolve("up"));
        Path archive = archive();
        database = Database.open(DatabaseAddress.of(null, folder));
        house = new RolloutHouse(
                database,
                "shop",
                Digest.of(Files.readAllBytes(archive)),
                () -> new CommandPlatform(
                        folder.resolve("targets"),
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
        database.close();
    }

    private Path archive() throws IOException {
        new TinyServices(folder);
        return folder.resolve("web.zip");
    }

    @Test
    void canary_succeedsThroughADeathAtEveryStep() throws Exception {
        Release old = serves("canary: {steps: [{setWeight: 50}, {setWeight: 100}]}");
        Release next = release("2", "{canary: {steps: [{setWeight: 50}, {setWeight: 100}]}}");
        Rollout rollout = house.deployThroughCrashes(next);

        house.liveUntilOver(rollout, List.of());

        assertThat(house.now(rollout).state()).isEqualTo(RolloutState.SUCCEEDED);
        ends(next);
        assertThat(routes().map(TargetRestartTest::weights).distinct())
                .containsSubsequence(old.id() + "=100", next.id() + "=50 " + old.id() + "=50", next.id() + "=100");
    }

    @Test
    void blueGreen_thatIsCalledOff_goesBackThroughADeathAtEveryStep() throws Exception {
        Release old = serves("blueGreen: {}");
        Release next = release("2", "{blueGreen: {autoPromotionEnabled: false}}");
        Rollout rollout = house.deployThroughCrashes(next);

        house.liveUntilOver(
                rollout, List.of(new RolloutHouse.Step(RolloutState.HELD, Story.ordering(Commands::abort))));

        assertThat(house.now(rollout).state()).isEqualTo(RolloutState.ROLLED_BACK);
        ends(old);
    }

    private Release serves(String strategy) {
        Release release = release("1", "{" + strategy + "}");
        Rollout rollout = house.deploy(release);
        house.reach(rollout, RolloutState.SUCCEEDED);
        return release;
    }

    private Release release(String version, String strategy) {
        return house.release(version, """
            services:
              web:
                platform: command
                artifact: web
                env: {CLOUD: "%s"}
                health: {interval: 50ms}
                commands:
                  deploy: [sh, -c, 'echo "deploy $SLIPWAY_INSTANCE" >> "$CLOUD/calls"; touch "$CLOUD/up/$SLIPWAY_INSTANCE"']
                  check: [sh, -c, 'test -e "$CLOUD/up/$SLIPWAY_INSTANCE" || exit 3']
                  stop: [sh, -c, 'echo "stop $SLIPWAY_INSTANCE" >> "$CLOUD/calls"; rm -f "$CLOUD/up/$SLIPWAY_INSTANCE"']
                  route: [sh, -c, 'echo "$SLIPWAY_WEIGHTS|$(ls "$CLOUD/up" | tr "\\n" " ")" >> "$CLOUD/routes"']
                  checkInterval: 100ms
            environments:
              production:
                strategy: %s
            """.formatted(cloud, strategy));
    }

    /** One release is up and has all users, nobody was ever sent to one that was not, and no deploy was left half done. */
    private void ends(Release serving) throws IOException {
        String instance = "production.web." + serving.id() + ".0";
        await().atMost(PATIENCE).until(() -> up().equals(List.of(instance)));
        assertThat(routes().toList()).isNotEmpty().allSatisfy(line -> {
            List<String> there = List.of(line.substring(line.indexOf('|') + 1).split(" "));
            for (JsonNode share : shares(line)) {
                if (share.path("weight").asInt() > 0) {
                    assertThat(there).contains(share.path("instance").asString());
                }
            }
        });
        assertThat(weights(routes().reduce((_, later) -> later).orElseThrow())).isEqualTo(serving.id() + "=100");
        String before = "";
        for (String call : Files.readAllLines(cloud.resolve("calls"))) {
            assertThat(call.startsWith("deploy") && call.equals(before))
                    .as(call + " twice, without a stop in between")
                    .isFalse();
            before = call;
        }
    }

    private List<String> up() throws IOException {
        try (Stream<Path> files = Files.list(cloud.resolve("up"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Stream<String> routes() throws IOException {
        return Files.readAllLines(cloud.resolve("routes")).stream();
    }

    private static JsonNode shares(String line) {
        return Json.mapper().readTree(line.substring(0, line.indexOf('|')));
    }

    private static String weights(String line) {
        return String.join(
                " ",
                shares(line)
                        .valueStream()
                        .filter(share -> share.path("weight").asInt() > 0)
                        .map(share -> share.path("release").asString() + "="
                                + share.path("weight").asInt())
                        .toList());
    }
}
