package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that live and no longer answer well. */
class HangingInstanceTest {

    private static final List<String> SERVE = List.of("/usr/bin/python3", "server.py");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    private Fixture fixture;
    private ProcessPlatform platform;

    @BeforeEach
    void open() throws IOException {
        fixture = new Fixture(temp, Map.of("server.py", Fixture.SERVER));
        platform = fixture.platform();
        platform.spares(_ -> false);
    }

    @AfterEach
    void close() {
        platform.instances().forEach(instance -> platform.stop(instance.name()));
        Awaitility.await().atMost(PATIENCE).until(() -> platform.instances().isEmpty());
        platform.close();
    }

    @Test
    void instanceThatHangs_isStartedAnewAndSaysWhy() throws IOException {
        serve("web-0", SOON);
        long before = fixture.pid("web-0");
        List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
        platform.onChange(status -> told.add(status.state() + ": " + status.detail()));

        Path sick = sicken("web-0");
        awaitRestarts("web-0", 1);
        Files.delete(sick);
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);

        assertThat(fixture.pid("web-0")).isNotEqualTo(before);
        assertThat(ProcessHandle.of(before).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(told)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("BACKING_OFF: it hung: unhealthy for ")
                        .contains("HTTP 503 from /health; next start in"));
    }

    @Test
    void instanceWithoutALimit_isLeftAsItIs() throws IOException {
        platform.ensure(fixture.spec("web-0", SERVE, LONG));
        serve("web-1", SOON);
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        sicken("web-0");
        Fixture.await(platform, "web-0", InstanceState.UNHEALTHY);

        sicken("web-1");
        awaitRestarts("web-1", 1);

        assertThat(status("web-0").state()).isEqualTo(InstanceState.UNHEALTHY);
        assertThat(status("web-0").restarts()).isZero();
    }

    @Test
    void whatAllWaitFor_takesNoneOfTheOthersAwayBeforeTheFirstIsBack() throws IOException {
        for (String name : List.of("web-0", "web-1", "web-2")) {
            serve(name, SOON);
        }
        Map<String, Path> sick = Map.of("web-0", sicken("web-0"), "web-1", sicken("web-1"), "web-2", sicken("web-2"));

        Awaitility.await().atMost(PATIENCE).until(() -> restarts() >= 1);
        String first = platform.instances().stream()
                .filter(instance -> instance.restarts() > 0)
                .findFirst()
                .orElseThrow()
                .name();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> platform.instances().stream()
                                .filter(instance -> !instance.name().equals(first))
                                .filter(instance -> instance.detail().contains(first + " has to come back first"))
                                .count()
                        == 2);
        assertThat(restarts()).isEqualTo(1);

        for (String name : sick.keySet()) {
            if (!name.equals(first)) {
                Files.delete(sick.get(name));
                Fixture.await(platform, name, InstanceState.HEALTHY);
            }
        }
        Files.delete(sick.get(first));
        Fixture.await(platform, first, InstanceState.HEALTHY);
        assertThat(restarts()).isEqualTo(1);
    }

    @Test
    void instanceThatIsJudged_isSparedUntilItIsJudgedNoMore() throws IOException {
        AtomicBoolean judged = new AtomicBoolean(true);
        platform.spares(_ -> judged.get());
        serve("web-0", SOON);

        Path sick = sicken("web-0");
        Awaitility.await().atMost(PATIENCE).until(() -> status("web-0").detail().contains("a rollout judges it"));
        assertThat(status("web-0").restarts()).isZero();

        judged.set(false);
        awaitRestarts("web-0", 1);
        Files.delete(sick);
        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
    }

    @Test
    void instanceThatHungWhileNobodyLooked_isAskedAgainFirst() throws IOException {
        serve("web-0", LONG);
        Path sick = sicken("web-0");
        Fixture.await(platform, "web-0", InstanceState.UNHEALTHY);
        long before = fixture.pid("web-0");
        platform.close();

        Files.delete(sick);
        platform = fixture.platform(() -> Instant.now().plus(LONG).plus(LONG));
        platform.spares(_ -> false);

        Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        assertThat(status("web-0").restarts()).isZero();
        assertThat(fixture.pid("web-0")).isEqualTo(before);
    }

    @Test
    void pausesGrowWhileItHangsAgainAndAgain() throws IOException {
        platform.close();
        Duration never = Duration.ofHours(1);
        platform = fixture.platform(ProcessOptions.standard().with(new Backoff(Duration.ofMillis(100), never, never)));
        platform.spares(_ -> false);
        serve("web-0", SOON);
        for (int time = 1; time <= 3; time++) {
            Path sick = sicken("web-0");
            awaitRestarts("web-0", time);
            Files.delete(sick);
            Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        }
        assertThat(record("web-0").endsInRow()).isEqualTo(3);
    }

    @Test
    void longHealthyTimeForgives_alsoWhatHangsAfterwards() throws IOException {
        platform.close();
        platform = fixture.platform(ProcessOptions.standard()
                .with(new Backoff(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ZERO)));
        platform.spares(_ -> false);
        serve("web-0", SOON);
        for (int time = 1; time <= 2; time++) {
            Path sick = sicken("web-0");
            awaitRestarts("web-0", time);
            Files.delete(sick);
            Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        }
        assertThat(record("web-0").endsInRow()).isEqualTo(1);
    }

    private void serve(String name, Duration restartAfter) {
        InstanceSpec spec = fixture.spec(name, SERVE, LONG);
        platform.ensure(Fixture.restarting(spec, restartAfter));
        Fixture.await(platform, name, InstanceState.HEALTHY);
    }

    private Path sicken(String name) throws IOException {
        return Files.createFile(
                fixture.home().resolve("run").resolve(name).resolve("work").resolve("sick"));
    }

    private InstanceStatus status(String name) {
        return platform.instance(name).orElseThrow();
    }

    private InstanceRecord record(String name) throws IOException {
        Path folder = fixture.home().resolve("run").resolve(name).toRealPath();
        return new InstanceFolder(folder, new dev.slipway.platforms.FlippingSeal())
                .load()
                .orElseThrow();
    }

    private int restarts() {
        return platform.instances().stream().mapToInt(InstanceStatus::restarts).sum();
    }

    private void awaitRestarts(String name, int restarts) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> status(name).restarts() >= restarts);
    }
}
