package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.FlippingSeal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessPlatformTest {

    private static final List<String> SERVE = List.of("/usr/bin/python3", "server.py");
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path temp;

    private Fixture fixture;
    private ProcessPlatform platform;

    @BeforeEach
    void open() throws IOException {
        fixture = new Fixture(
                temp,
                Map.of(
                        "server.py", Fixture.SERVER,
                        "stubborn.sh",
                                "#!/bin/sh\ntrap '' TERM\nsetsid sleep 300 &\necho up\nwhile :; do sleep 1; done\n",
                        "task.sh", "#!/bin/sh\necho token $TOKEN\npwd\nexit 3\n"));
        platform = fixture.platform();
    }

    @AfterEach
    void endAll() {
        platform.instances().forEach(status -> platform.stop(status.name()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> platform.instances().isEmpty());
        platform.close();
    }

    @Test
    void instance_becomesHealthyUnhealthyHealthyAndStops() throws IOException {
        platform.ensure(fixture.spec("web-0", SERVE, LONG));
        platform.ensure(fixture.spec("web-0", SERVE, LONG));
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        assertThat(platform.instance("web-0").orElseThrow().address().orElseThrow())
                .startsWith("127.0.0.1:");
        long pid = fixture.pid("web-0");
        Path sick = Files.createFile(fixture.home().resolve("run/web-0/work/sick"));
        Fixture.await(platform, "web-0", InstanceState.UNHEALTHY);
        assertThat(platform.instance("web-0").orElseThrow().detail()).contains("HTTP 503");
        Files.delete(sick);
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        assertThat(fixture.home().resolve("content/" + fixture.digest().hex() + "/sick"))
                .doesNotExist();
        platform.stop("web-0");
        Fixture.awaitGone(platform, "web-0");
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void releaseThatComesUp_makesRoom_whereNothingWasUsedLately() throws IOException {
        Path content = fixture.home().resolve("content");
        Path oldest = content.resolve(Digest.of("oldest").hex());
        for (int day = 0; day < ContentStore.KEPT; day++) {
            Path old = Files.createDirectory(
                    day == 0 ? oldest : content.resolve(Digest.of("old " + day).hex()));
            Instant last = Instant.now().minus(Duration.ofDays(40L - day));
            Files.setLastModifiedTime(old, FileTime.from(last));
        }

        platform.ensure(fixture.spec("web-0", SERVE, LONG));

        Awaitility.await().atMost(LONG).until(() -> !Files.exists(oldest));
        assertThat(content.resolve(fixture.digest().hex())).isDirectory();
    }

    @Test
    void otherContentUnderTheSameName_isRefused() {
        platform.ensure(fixture.spec("web-0", SERVE, LONG));
        assertThatThrownBy(() -> platform.ensure(fixture.spec("web-0", List.of("java"), LONG)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("instance-differs"));
    }

    @Test
    void instanceThatIsNeverHealthy_failsWithItsLastLines() {
        platform.ensure(
                fixture.spec("web-0", List.of("sh", "-c", "echo no luck; exec sleep 60"), Duration.ofSeconds(3)));
        Fixture.await(platform, "web-0", InstanceState.FAILED);
        assertThat(platform.instance("web-0").orElseThrow().detail())
                .contains("not healthy within 3 s", "nothing listens", "no luck");
    }

    @Test
    void instanceThatEndsBeforeItIsHealthy_isTriedAgainUntilItFails() {
        platform.ensure(fixture.spec("web-0", List.of("sh", "-c", "echo boom; exit 9"), Duration.ofSeconds(3)));
        Fixture.await(platform, "web-0", InstanceState.FAILED);
        assertThat(platform.instance("web-0").orElseThrow().restarts()).isPositive();
        assertThat(platform.instance("web-0").orElseThrow().detail()).contains("boom");
    }

    @Test
    void programThatIsMissing_fails() {
        platform.ensure(fixture.spec("web-0", List.of("no-such-program"), LONG));
        Fixture.await(platform, "web-0", InstanceState.FAILED);
        assertThat(platform.instance("web-0").orElseThrow().detail()).contains("program-missing");
    }

    @Test
    void artifactThatIsMissing_isAProblem() {
        InstanceSpec spec = fixture.spec("web-0", SERVE, LONG);
        InstanceSpec other = new InstanceSpec(
                "web-1",
                "p",
                "e",
                "s",
                "r",
                0,
                Digest.of("other"),
                SERVE,
                Map.of(),
                Map.of(),
                spec.health(),
                1,
                spec.resources());
        assertThatThrownBy(() -> platform.ensure(other))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("artifact-missing"));
    }

    @Test
    void killedInstance_isStartedAgain() throws IOException {
        platform.ensure(fixture.spec("web-0", SERVE, LONG));
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        long pid = fixture.pid("web-0");
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> platform.instance("web-0").orElseThrow().restarts() == 1);
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        assertThat(fixture.pid("web-0")).isNotEqualTo(pid);
    }

    @Test
    void instanceThatIgnoresTerm_isKilledWithItsRunawayChildren() throws IOException {
        platform.ensure(fixture.spec("web-0", List.of("./stubborn.sh"), LONG));
        Awaitility.await().until(() -> platform.output("web-0", 5).contains("up"));
        String nonce = new InstanceFolder(fixture.home().resolve("run/web-0"), new FlippingSeal())
                .load()
                .orElseThrow()
                .nonce();
        assertThat(Nonce.carriers(nonce)).hasSizeGreaterThanOrEqualTo(2);
        platform.stop("web-0");
        Fixture.awaitGone(platform, "web-0");
        assertThat(Nonce.carriers(nonce)).isEmpty();
    }

    @Test
    void instanceOfTheSameNameOfAnotherServer_isLeftAlone() throws IOException {
        Fixture others =
                new Fixture(Files.createDirectory(temp.resolve("others")), Map.of("server.py", Fixture.SERVER));
        platform.ensure(fixture.spec("web-0", SERVE, LONG));
        try (ProcessPlatform theirs = others.platform()) {
            theirs.ensure(others.spec("web-0", SERVE, LONG));
            Fixture.await(theirs, "web-0", InstanceState.HEALTHY);
            Fixture.await(platform, "web-0", InstanceState.HEALTHY);
            ProcessHandle ours = ProcessHandle.of(fixture.pid("web-0")).orElseThrow();

            theirs.stop("web-0");
            Fixture.awaitGone(theirs, "web-0");

            assertThat(ours.isAlive()).isTrue();
        }
    }

    @Test
    void newPlatform_findsTheRunningInstance() throws IOException {
        platform.ensure(fixture.spec("web-0", SERVE, LONG));
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        long pid = fixture.pid("web-0");
        assertThatThrownBy(fixture::platform)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("instances-in-use"));
        platform.close();
        platform = fixture.platform();
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        assertThat(fixture.pid("web-0")).isEqualTo(pid);
        assertThat(platform.instance("web-0").orElseThrow().restarts()).isZero();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> platform.instance("web-0").orElseThrow().restarts() == 1);
    }

    @Test
    void secrets_areNotOnDiskAndMaskedInOutput() throws Exception {
        platform.ensure(fixture.spec("web-0", SERVE, LONG));
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        assertThat(platform.output("web-0", 10)).contains("secret is ***");
        Path record = fixture.home().resolve("run/web-0/instance.json");
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> Files.readString(record).contains("HEALTHY"));
        try (Stream<Path> files = Files.walk(fixture.home())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> !f.endsWith("output.log"))
                    .toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
            }
        }
    }

    @Test
    void task_runsToItsEndWithMaskedOutput() throws InterruptedException {
        TaskResult result = platform.runTask(fixture.spec("t", SERVE, LONG), List.of("./task.sh"));
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).contains("token ***").contains("/work");
    }
}
