package dev.slipway.platforms.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.containers.Engine;
import dev.slipway.containers.EngineAccess;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.FlippingSeal;
import dev.slipway.platforms.process.Backoff;
import dev.slipway.platforms.process.ProcessOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsEngine
class ContainerPlatformTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> SERVE = List.of("sh", "/serve.sh");

    @TempDir
    Path temp;

    private final Map<Digest, Path> artifacts = new HashMap<>();
    private Engine engine;
    private ContainerPlatform platform;
    private Digest artifact;

    @BeforeEach
    void open() throws Exception {
        engine = TestEngine.connect();
        TestEngine.image(engine);
        artifact = artifact(
                Map.of("Dockerfile", "FROM " + TestEngine.IMAGE + "\nCOPY serve.sh /serve.sh\n", "serve.sh", """
                        echo "secret is $TOKEN, data in $SLIPWAY_DATA"
                        mkdir -p /www && echo ok > /www/health
                        trap 'echo asked to end; exit 0' TERM
                        httpd -f -p "$PORT" -h /www &
                        wait
                        """));
        platform = platform();
    }

    @AfterEach
    void endAll() {
        platform.instances().forEach(status -> platform.stop(status.name()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> platform.instances().isEmpty());
        assertThat(engine.containers().list(labels().all())).isEmpty();
        platform.close();
        artifacts.keySet().forEach(digest -> engine.images().remove("slipway-release:" + digest.hex()));
        engine.close();
    }

    private InstanceLabels labels() {
        return InstanceLabels.of(temp.resolve("home"));
    }

    private ContainerPlatform platform() {
        return platform(TestEngine.access());
    }

    private ContainerPlatform platform(EngineAccess access) {
        return platform(access, new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(60)));
    }

    private ContainerPlatform platform(EngineAccess access, Backoff backoff) {
        return new ContainerPlatform(
                temp.resolve("home"),
                access,
                wanted -> Optional.ofNullable(artifacts.get(wanted)),
                new FlippingSeal(),
                InstantSource.system(),
                ProcessOptions.standard().with(backoff),
                _ -> {});
    }

    private Digest artifact(Map<String, String> files) throws IOException {
        Path archive = Files.createTempFile(temp, "artifact", ".zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        Digest digest = Digest.of(archive);
        artifacts.put(digest, archive);
        return digest;
    }

    private InstanceSpec spec(String name, Digest content, List<String> command, Duration startTimeout) {
        return new InstanceSpec(
                name,
                "shop",
                "staging",
                "web",
                "rel-1",
                0,
                content,
                command,
                Map.of("COLOUR", "green"),
                Map.of("TOKEN", "hunter2-very-secret"),
                new ServiceConfig.HealthCheck(
                        "/health", Duration.ofMillis(50), Duration.ofSeconds(1), 2, 2, startTimeout),
                5000,
                new ServiceConfig.Resources(OptionalLong.of(64 << 20), OptionalDouble.of(0.5)),
                ContainerPlatform.KIND,
                8080,
                Optional.empty());
    }

    private InstanceSpec web() {
        return spec("web-0", artifact, SERVE, LONG);
    }

    private void await(InstanceState state) {
        Awaitility.await("web-0 is " + state)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> platform.instance("web-0").map(status -> status.state()), Optional.of(state)::equals);
    }

    private String container() {
        return engine.containers().list(labels().all()).getFirst().id();
    }

    @Test
    void instance_isBuiltBecomesHealthyIsMaskedAndStopsWithTerm() throws Exception {
        platform.ensure(web());
        platform.ensure(web());
        await(InstanceState.HEALTHY);
        assertThat(engine.containers().list(labels().all())).hasSize(1);
        String address = platform.instance("web-0").orElseThrow().address().orElseThrow();
        try (InputStream answer =
                URI.create("http://" + address + "/health").toURL().openStream()) {
            assertThat(answer).hasContent("ok");
        }
        assertThat(platform.output("web-0", 10)).contains("secret is ***, data in /slipway/data");
        assertThat(engine.containers().list(labels().all()).getFirst().labels())
                .containsEntry("dev.slipway.environment", "staging")
                .containsEntry("dev.slipway.artifact", artifact.toString())
                .doesNotContainValue("hunter2-very-secret");
        platform.stop("web-0");
        Awaitility.await().atMost(LONG).until(() -> platform.instances().isEmpty());
    }

    @Test
    void containerThatIsKilled_isStartedAgain_andItsOutputIsKept() throws Exception {
        platform.ensure(web());
        await(InstanceState.HEALTHY);
        String first = container();
        engine.containers().signal(first, "KILL");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> platform.instance("web-0").orElseThrow().restarts() == 1);
        await(InstanceState.HEALTHY);
        assertThat(container()).isNotEqualTo(first);
        assertThat(platform.output("web-0", 10).stream().filter(line -> line.startsWith("secret is ***")))
                .hasSize(2);
    }

    @Test
    void newPlatform_findsTheRunningContainer_andRemovesThoseOfNobody() throws Exception {
        platform.ensure(web());
        await(InstanceState.HEALTHY);
        String running = container();
        platform.close();
        engine.containers()
                .create(dev.slipway.containers.ContainerPlan.of(
                                TestEngine.IMAGE, "slipway-stray-" + running.substring(0, 8))
                        .labels(labels().life("nobody"))
                        .plan());
        platform = platform();
        await(InstanceState.HEALTHY);
        assertThat(container()).isEqualTo(running);
        assertThat(platform.instance("web-0").orElseThrow().restarts()).isZero();
        assertThat(engine.containers().list(labels().life("nobody"))).isEmpty();
    }

    @Test
    void instanceThatDiesWithItsEngine_isOutOfTheTraffic_andStartedAgainOnceTheEngineIsBack() throws Exception {
        platform.close();
        try (EngineDoor door = new EngineDoor()) {
            platform = platform(door.access());
            platform.ensure(web());
            await(InstanceState.HEALTHY);
            door.shut();
            engine.containers().signal(container(), "KILL");
            await(InstanceState.UNHEALTHY);
            assertThat(platform.instance("web-0").orElseThrow().restarts()).isZero();
            door.open();
            await(InstanceState.HEALTHY);
            assertThat(platform.instance("web-0").orElseThrow().restarts()).isEqualTo(1);
            platform.close();
        }
        platform = platform();
    }

    @Test
    void instanceWhoseStartIsDueWhileTheEngineIsAway_waitsForIt_andItsPausesDoNotGrow() throws Exception {
        platform.close();
        try (EngineDoor door = new EngineDoor()) {
            platform = platform(
                    door.access(), new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofSeconds(60)));
            platform.ensure(web());
            await(InstanceState.HEALTHY);
            engine.containers().signal(container(), "KILL");
            await(InstanceState.BACKING_OFF);
            door.shut();
            Awaitility.await()
                    .atMost(LONG)
                    .until(() ->
                            platform.instance("web-0").orElseThrow().detail().contains("its start waits: "));
            assertThat(platform.instance("web-0").orElseThrow().restarts()).isEqualTo(1);
            door.open();
            await(InstanceState.HEALTHY);
            assertThat(platform.instance("web-0").orElseThrow().restarts()).isEqualTo(1);
            platform.close();
        }
        platform = platform();
    }

    @Test
    void instanceThatCannotBeLookedFor_saysWhyOnce_howeverOftenItIsTried() throws Exception {
        platform.ensure(web());
        await(InstanceState.HEALTHY);
        platform.close();
        try (EngineDoor door = new EngineDoor()) {
            door.shut();
            platform = platform(door.access());
            Awaitility.await()
                    .atMost(LONG)
                    .until(() ->
                            platform.instance("web-0").orElseThrow().detail().contains("could not act"));
            platform.stop("web-0");
            platform.stop("web-0");
            await(InstanceState.STOPPING);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() ->
                            platform.instance("web-0").orElseThrow().detail().contains("could not act"));
            String once = platform.instance("web-0").orElseThrow().detail();
            assertThat(once.split("could not act", -1)).hasSize(2);
            door.open();
            Awaitility.await().atMost(LONG).until(() -> platform.instances().isEmpty());
            platform.close();
        }
        platform = platform();
    }

    @Test
    void instanceThatIsNeverHealthy_failsWithItsLastLines() {
        platform.ensure(
                spec("web-0", artifact, List.of("sh", "-c", "echo no luck; exec sleep 60"), Duration.ofSeconds(5)));
        await(InstanceState.FAILED);
        assertThat(platform.instance("web-0").orElseThrow().detail()).contains("not healthy within 5 s", "no luck");
    }

    @Test
    void containerThatEndsBeforeItIsHealthy_isToldWithItsExitCode() {
        platform.ensure(
                spec("web-0", artifact, List.of("sh", "-c", "echo no configuration; exit 3"), Duration.ofSeconds(5)));
        Awaitility.await()
                .atMost(LONG)
                .until(() -> platform.instance("web-0").orElseThrow().detail().contains("ended with exit code 3; its"));
        await(InstanceState.FAILED);
        assertThat(platform.instance("web-0").orElseThrow().detail()).doesNotContain("unknown");
    }

    @Test
    void containerThatWantsTooMuchMemory_isToldSo() {
        platform.ensure(
                spec("web-0", artifact, List.of("sh", "-c", "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done"), LONG));
        Awaitility.await()
                .atMost(LONG)
                .until(() -> platform.instance("web-0").orElseThrow().detail().contains("wanted more memory"));
    }

    @Test
    void programThatIsMissing_fails() {
        platform.ensure(spec("web-0", artifact, List.of("no-such-program"), LONG));
        await(InstanceState.FAILED);
        assertThat(platform.instance("web-0").orElseThrow().detail()).contains("no-such-program");
    }

    @Test
    void artifactWithoutImage_fails_andOneThatIsGoneIsRefused() throws Exception {
        platform.ensure(spec("web-0", artifact(Map.of("readme", "nothing here")), SERVE, LONG));
        await(InstanceState.FAILED);
        assertThat(platform.instance("web-0").orElseThrow().detail()).contains("no-image");
        assertThatThrownBy(() -> platform.ensure(spec("web-1", Digest.of("other"), SERVE, LONG)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("artifact-missing"));
    }

    @Test
    void imageByNameAlone_isRefused() throws Exception {
        platform.ensure(spec("web-0", artifact(Map.of("image", TestEngine.IMAGE)), SERVE, LONG));
        await(InstanceState.FAILED);
        assertThat(platform.instance("web-0").orElseThrow().detail()).contains("image-without-digest");
    }

    @Test
    void task_runsToItsEndWithMaskedOutput_andLeavesNoContainer() throws InterruptedException {
        TaskResult result = platform.runTask(web(), List.of("sh", "-c", "echo token $TOKEN $COLOUR; exit 3"));
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("token *** green");
        assertThat(engine.containers().list(labels().all())).isEmpty();
    }
}
