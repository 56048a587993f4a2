package dev.slipway.platforms.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.config.TargetCommands;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.FlippingSeal;
import dev.slipway.platforms.process.Backoff;
import dev.slipway.platforms.process.ProcessOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with the commands: when each is run, what it says, and what becomes of interruptions. */
class CommandPlatformTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String NAME = "production.web.shop-1.0";

    @TempDir
    Path temp;

    private Cloud cloud;
    private Path archive;
    private CommandPlatform platform;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(Files.createDirectory(temp.resolve("cloud")));
        archive = temp.resolve("artifact.zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            for (Map.Entry<String, String> file : Cloud.CONTENT.entrySet()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(file.getKey());
                entry.setUnixMode(0100755);
                zip.putArchiveEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
        }
        platform = platform();
    }

    @AfterEach
    void endAll() {
        platform.instances().forEach(status -> platform.stop(status.name()));
        awaitGone();
        platform.close();
    }

    private CommandPlatform platform() {
        return new CommandPlatform(
                temp.resolve("home"),
                _ -> Optional.of(archive),
                new FlippingSeal(),
                InstantSource.system(),
                ProcessOptions.standard()
                        .with(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(60))),
                _ -> {});
    }

    private InstanceSpec spec(TargetCommands commands) throws IOException {
        return spec(commands, LONG);
    }

    private InstanceSpec spec(TargetCommands commands, Duration startTimeout) throws IOException {
        return cloud.spec(
                new InstanceSpec(
                        NAME,
                        "shop",
                        "production",
                        "web",
                        "shop-1",
                        0,
                        Digest.of(archive),
                        List.of(),
                        Map.of(),
                        Map.of("TOKEN", "hunter2-very-secret"),
                        new ServiceConfig.HealthCheck(
                                "/health", Duration.ofMillis(50), Duration.ofSeconds(5), 1, 1, startTimeout),
                        0,
                        new ServiceConfig.Resources(OptionalLong.empty(), OptionalDouble.empty())),
                commands);
    }

    private InstanceStatus now() {
        return platform.instance(NAME).orElseThrow();
    }

    private void await(InstanceState state) {
        Awaitility.await(NAME + " is " + state)
                .atMost(LONG)
                .until(() -> platform.instance(NAME).map(InstanceStatus::state), Optional.of(state)::equals);
    }

    private void awaitOutput(String words) {
        Awaitility.await(words)
                .atMost(LONG)
                .until(() -> platform.output(NAME, 50).stream().anyMatch(line -> line.contains(words)));
    }

    private void awaitGone() {
        Awaitility.await().atMost(LONG).until(() -> platform.instances().isEmpty());
    }

    private void start(TargetCommands commands) throws IOException {
        platform.ensure(spec(commands));
        await(InstanceState.HEALTHY);
    }

    @Test
    void commands_areRunOnceEachInTheirOrder() throws IOException {
        start(Cloud.CHECKED);
        platform.stop(NAME);
        awaitGone();

        assertThat(cloud.calls()).containsExactly("deploy 0", "stop");
    }

    @Test
    void check_thatFailsTakesTheTrafficAway_andItsWordsAreMasked() throws IOException {
        start(Cloud.CHECKED);

        cloud.set("sick");
        await(InstanceState.UNHEALTHY);
        assertThat(now().detail()).contains("check ended with 1", "sick, says ***");

        cloud.clear("sick");
        await(InstanceState.HEALTHY);
        assertThat(cloud.calls()).containsExactly("deploy 0");
    }

    @Test
    void withoutCheck_theAddressIsAskedOverHttp() throws IOException {
        start(Cloud.commands("./deploy.sh", ""));
        assertThat(now().detail()).contains("HTTP 200 from /health");

        cloud.vanish(NAME);
        await(InstanceState.UNHEALTHY);
        assertThat(cloud.calls()).containsExactly("deploy 0");
    }

    @Test
    void deployThatPrintsNoAddress_isTriedAgain() throws IOException {
        cloud.set("mute");
        platform.ensure(spec(Cloud.CHECKED));

        awaitOutput("printed no line such as {\"address\": \"192.0.2.7:8080\"}");
        cloud.clear("mute");
        await(InstanceState.HEALTHY);
        assertThat(now().restarts()).isPositive();
    }

    @Test
    void targetWithItsOwnTraffic_needsNoAddress() throws IOException {
        cloud.set("mute");
        start(new TargetCommands(
                List.of("./deploy.sh"),
                Optional.of(List.of("true")),
                List.of("./stop.sh"),
                Optional.empty(),
                Optional.of(List.of("./route.sh")),
                LONG,
                LONG,
                LONG));

        assertThat(now().address()).isEmpty();
    }

    @Test
    void deployThatFailsUntilItsTimeIsOver_saysOnceWhy() throws IOException {
        cloud.set("mute");
        platform.ensure(spec(Cloud.CHECKED, Duration.ofSeconds(3)));
        Awaitility.await().atMost(LONG).until(() -> now().restarts() > 1);
        await(InstanceState.FAILED);

        assertThat(cloud.calls()).filteredOn("deploy 0"::equals).hasSizeGreaterThan(1);
        assertThat(now().detail())
                .startsWith("not healthy within 3 s: deploy ")
                .containsOnlyOnce("secret is ***")
                .containsOnlyOnce("printed no line such as")
                .doesNotContain("next start");
    }

    @Test
    void deployThatTakesTooLong_isEndedAndTriedAgain() throws IOException {
        cloud.set("hang");
        TargetCommands hasty = new TargetCommands(
                List.of("./deploy.sh"),
                Optional.of(List.of("./check.sh")),
                List.of("./stop.sh"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                LONG,
                Duration.ofMillis(50));
        platform.ensure(spec(hasty));
        awaitOutput("deploy took longer than 1 s and was ended");
        Awaitility.await().atMost(LONG).until(() -> now().restarts() > 0);
    }

    @Test
    void deployThatWasCutOffByARestart_isClearedAndBegunAnew() throws Exception {
        cloud.set("hang");
        platform.ensure(spec(Cloud.CHECKED));
        awaitOutput("waiting");

        platform.close();
        cloud.clear("hang");
        platform = platform();

        await(InstanceState.HEALTHY);
        assertThat(cloud.calls()).containsExactly("deploy 0", "stop", "deploy 0");
    }

    @Test
    void deploymentThatIsGoneAfterARestart_isMadeAgain() throws Exception {
        start(Cloud.CHECKED);
        platform.close();
        cloud.vanish(NAME);
        platform = platform();

        Awaitility.await().atMost(LONG).until(() -> now().restarts() == 1);
        await(InstanceState.HEALTHY);
        assertThat(cloud.calls()).containsExactly("deploy 0", "stop", "deploy 0");
    }

    @Test
    void stop_whileDeployRuns_endsIt() throws Exception {
        cloud.set("hang");
        platform.ensure(spec(Cloud.CHECKED));
        awaitOutput("waiting");

        platform.stop(NAME);
        awaitGone();

        assertThat(cloud.calls()).containsExactly("deploy 0", "stop");
    }

    @Test
    void stopThatFails_isTriedAgain() throws IOException {
        start(Cloud.CHECKED);
        cloud.set("stuck");
        platform.stop(NAME);
        Awaitility.await().atMost(LONG).until(() -> now().detail().contains("stop ended with 1: cannot stop"));
        assertThat(now().state()).isEqualTo(InstanceState.STOPPING);

        cloud.clear("stuck");
        awaitGone();
        assertThat(cloud.calls()).hasSizeGreaterThan(2).endsWith("stop");
    }

    @Test
    void releaseThatWasThereBefore_isBroughtBackByRollback() throws IOException {
        TargetCommands commands = new TargetCommands(
                List.of("./deploy.sh"),
                Optional.of(List.of("./check.sh")),
                List.of("./stop.sh"),
                Optional.of(List.of("./deploy.sh")),
                Optional.empty(),
                LONG,
                LONG,
                Duration.ofMillis(50));
        start(commands);
        platform.stop(NAME);
        awaitGone();
        start(commands);

        assertThat(cloud.calls()).containsExactly("deploy 0", "stop", "rollback 0");
    }

    @Test
    void specWithoutCommands_isRefused() throws IOException {
        InstanceSpec spec = spec(Cloud.CHECKED);
        InstanceSpec bare = new InstanceSpec(
                spec.name(),
                spec.project(),
                spec.environment(),
                spec.service(),
                spec.release(),
                spec.ordinal(),
                spec.artifact(),
                List.of("./run"),
                Map.of(),
                Map.of(),
                spec.health(),
                0,
                spec.resources());

        assertThatThrownBy(() -> platform.ensure(bare))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("no-commands"));
    }
}
