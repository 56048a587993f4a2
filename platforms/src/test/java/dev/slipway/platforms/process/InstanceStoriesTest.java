package dev.slipway.platforms.process;

import dev.slipway.containers.EngineAccess;
import dev.slipway.delivery.instance.InstanceEvent;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceTransitions;
import dev.slipway.platforms.FlippingSeal;
import dev.slipway.platforms.container.ContainerPlatform;
import dev.slipway.testkit.TransitionCoverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes through every row of the table of an instance's life. */
class InstanceStoriesTest {

    private static final List<String> SERVE = List.of("/usr/bin/python3", "server.py");
    private static final List<String> MUTE = List.of("sleep", "60");
    private static final List<String> ENDS = List.of("sh", "-c", "exit 9");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path temp;

    private Fixture fixture;
    private ProcessPlatform platform;

    @BeforeEach
    void open() throws IOException {
        fixture = new Fixture(
                temp, Map.of("server.py", Fixture.SERVER, "serve.sh", "#!/bin/sh\nexec python3 server.py\n"));
        platform = fixture.platform();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void everyRow_isTakenByARealInstance() throws Exception {
        try (TransitionCoverage<InstanceState, InstanceEvent> coverage =
                TransitionCoverage.of(InstanceTransitions.table())) {
            sickAndWellAgain();
            hangs();
            endsWhileHealthyAndWhileSick();
            cannotBeStarted();
            isNeverHealthy();
            isStoppedBeforeItIsHealthy();
            cannotBeStartedAgain();
            platform.close();
            isGivenUpOrStoppedWhileItWaits();
            isStoppedBeforeItRuns();
            coverage.assertComplete();
        }
    }

    private void sickAndWellAgain() throws IOException {
        start("web-0", SERVE, LONG, InstanceState.HEALTHY);
        Path sick = Files.createFile(work("web-0").resolve("sick"));
        Fixture.await(platform, "web-0", InstanceState.UNHEALTHY);
        Files.delete(sick);
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        end("web-0");
    }

    private void hangs() throws IOException {
        platform.spares(_ -> false);
        platform.ensure(Fixture.restarting(fixture.spec("web-9", SERVE, LONG), Duration.ofMillis(100)));
        Fixture.await(platform, "web-9", InstanceState.HEALTHY);
        Path sick = Files.createFile(work("web-9").resolve("sick"));
        awaitRestarts("web-9", 1);
        Files.deleteIfExists(sick);
        Fixture.await(platform, "web-9", InstanceState.HEALTHY);
        end("web-9");
    }

    private void endsWhileHealthyAndWhileSick() throws IOException {
        start("web-1", SERVE, LONG, InstanceState.HEALTHY);
        kill("web-1");
        awaitRestarts("web-1", 1);
        Fixture.await(platform, "web-1", InstanceState.HEALTHY);
        Path sick = Files.createFile(work("web-1").resolve("sick"));
        Fixture.await(platform, "web-1", InstanceState.UNHEALTHY);
        kill("web-1");
        awaitRestarts("web-1", 2);
        Files.delete(sick);
        Fixture.await(platform, "web-1", InstanceState.HEALTHY);
        Files.createFile(sick);
        Fixture.await(platform, "web-1", InstanceState.UNHEALTHY);
        end("web-1");
    }

    private void cannotBeStarted() {
        start("web-2", List.of("no-such-program"), LONG, InstanceState.FAILED);
        end("web-2");
    }

    private void isNeverHealthy() {
        start("web-3", MUTE, SHORT, InstanceState.FAILED);
        end("web-3");
    }

    private void isStoppedBeforeItIsHealthy() {
        start("web-5", MUTE, LONG, InstanceState.RUNNING);
        end("web-5");
    }

    private void cannotBeStartedAgain() throws IOException {
        start("web-6", List.of("./serve.sh"), LONG, InstanceState.HEALTHY);
        Path program = work("web-6").resolve("serve.sh");
        Files.move(program, program.resolveSibling("away"));
        kill("web-6");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.instance("web-6").orElseThrow().detail().contains("could not be started again"));
        Files.move(program.resolveSibling("away"), program);
        Fixture.await(platform, "web-6", InstanceState.HEALTHY);
        end("web-6");
    }

    private void isGivenUpOrStoppedWhileItWaits() {
        platform = fixture.platform(ProcessOptions.standard().with(new Backoff(NEVER, NEVER, NEVER)));
        start("web-4", ENDS, Duration.ofSeconds(3), InstanceState.FAILED);
        end("web-4");
        start("web-7", ENDS, LONG, InstanceState.BACKING_OFF);
        end("web-7");
    }

    /** The control plane was killed between the intent and the start, and the engine is away when it is back. */
    private void isStoppedBeforeItRuns() throws IOException {
        try (ContainerPlatform containers = withoutEngine()) {
            containers.ensure(contained(fixture.spec("web-8", MUTE, LONG)));
            awaitState(containers, InstanceState.FAILED);
        }
        InstanceFolder folder =
                new InstanceFolder(temp.resolve("containers/run/web-8").toRealPath(), new FlippingSeal());
        Instant now = Instant.now();
        folder.save(folder.load().orElseThrow().intending("0123456789", 9, now).in(InstanceState.STARTING, now, ""));
        try (ContainerPlatform containers = withoutEngine()) {
            containers.stop("web-8");
            awaitState(containers, InstanceState.STOPPING);
        }
    }

    private ContainerPlatform withoutEngine() {
        return new ContainerPlatform(
                temp.resolve("containers"),
                EngineAccess.none(),
                _ -> Optional.of(temp.resolve("artifact.zip")),
                new FlippingSeal(),
                InstantSource.system(),
                ProcessOptions.standard(),
                _ -> {});
    }

    private static void awaitState(ContainerPlatform containers, InstanceState state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> containers.instance("web-8").orElseThrow().state() == state);
    }

    private static InstanceSpec contained(InstanceSpec spec) {
        return new InstanceSpec(
                spec.name(),
                spec.project(),
                spec.environment(),
                spec.service(),
                spec.release(),
                spec.ordinal(),
                spec.artifact(),
                spec.command(),
                spec.env(),
                spec.secrets(),
                spec.health(),
                spec.stopGraceMillis(),
                spec.resources(),
                ContainerPlatform.KIND,
                8080,
                Optional.empty());
    }

    private void start(String name, List<String> command, Duration startTimeout, InstanceState until) {
        platform.ensure(fixture.spec(name, command, startTimeout));
        Fixture.await(platform, name, until);
    }

    private void end(String name) {
        platform.stop(name);
        Fixture.awaitGone(platform, name);
    }

    private void kill(String name) throws IOException {
        ProcessHandle.of(fixture.pid(name)).orElseThrow().destroyForcibly();
    }

    private void awaitRestarts(String name, int restarts) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.instance(name).orElseThrow().restarts() >= restarts);
    }

    private Path work(String name) {
        return fixture.home().resolve("run").resolve(name).resolve("work");
    }
}
