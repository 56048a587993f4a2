package dev.slipway.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.kernel.Problem;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsEngine
class EngineTest {

    @TempDir
    Path folder;

    private final Map<String, String> labels =
            Map.of("dev.slipway.test.run", UUID.randomUUID().toString());
    private Engine engine;
    private String image;

    @BeforeEach
    void connect() throws Exception {
        engine = TestEngine.connect();
        image = TestEngine.image(engine);
    }

    @AfterEach
    void clear() {
        engine.containers().list(labels).forEach(found -> engine.containers().remove(found.id()));
        engine.networks().list(labels).forEach(found -> engine.networks().remove(found.id()));
        engine.close();
    }

    private ContainerPlan.Draft plan(String... command) {
        return ContainerPlan.of(image, "slipway-test-" + UUID.randomUUID())
                .command(List.of(command))
                .labels(labels);
    }

    private String running(ContainerPlan plan) {
        String id = engine.containers().create(plan);
        engine.containers().start(id);
        return id;
    }

    @Test
    void container_runsWithEnvMountsLimitsAndOptions() throws Exception {
        Files.writeString(folder.resolve("file"), "of the host\n");
        String id = engine.containers()
                .create(plan(
                                "sh",
                                "-c",
                                "cat /in/file; echo $A $MADE_OF $B; hostname; cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; exit 3")
                        .env(Map.of("A", "a b"))
                        .mounts(List.of(new ContainerPlan.Mount(folder, "/in", true)))
                        .options(CreateOptions.parse("--hostname box -e B='c d' --memory=64m --cpus 0.5"))
                        .plan());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (Following<byte[]> attached = engine.containers().attach(id, output::writeBytes)) {
            var end = engine.containers();
            end.start(id);
            assertThat(end.whenEnded(id).get(20, TimeUnit.SECONDS)).isEqualTo(3);
            attached.ended().get(20, TimeUnit.SECONDS);
        }
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("of the host\n", "a b scratch c d\n", "box\n", "67108864");
        assertThat(engine.containers().find(id).orElseThrow().exitCode()).hasValue(3);
    }

    @Test
    void exec_runsBesideTheContainersProgram_andItsEndIsHeard_whileADaemonHoldsItsOutput() throws Exception {
        String id = running(plan("tail", "-f", "/dev/null").plan());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Exec exec = engine.containers()
                .exec(
                        id,
                        new ExecPlan(
                                List.of("sh", "-c", "echo $X in $PWD; sleep 600 & exit 7"), Map.of("X", "x"), "/tmp"),
                        output);
        assertThat(exec.exitCode().get(20, TimeUnit.SECONDS)).isEqualTo(7);
        exec.streams().close();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("x in /tmp\n");
    }

    @Test
    void exec_whoseContainerIsRemoved_hasEnded() throws Exception {
        String id = running(plan("tail", "-f", "/dev/null").plan());
        Exec exec = engine.containers()
                .exec(id, new ExecPlan(List.of("sleep", "600"), Map.of(), "/"), new ByteArrayOutputStream());
        engine.containers().remove(id);
        assertThat(exec.exitCode().get(20, TimeUnit.SECONDS)).isNotZero();
        assertThat(engine.containers().find(id)).isEmpty();
    }

    @Test
    @Timeout(60)
    void attach_thatTheEngineRefuses_saysWhy() {
        String id = engine.containers().create(plan("true").plan());
        engine.containers().remove(id);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> engine.containers().attach(id, _ -> {}))
                .withMessageStartingWith("the output of the container cannot be read: ");
    }

    @Test
    void networkAndPorts_leadToTheContainer() throws Exception {
        String network = "slipway-test-" + UUID.randomUUID();
        engine.networks().create(network, labels);
        Files.writeString(folder.resolve("index.html"), "found");
        String id = running(plan("httpd", "-f", "-h", "/www")
                .mounts(List.of(new ContainerPlan.Mount(folder, "/www", true)))
                .network(network, "web")
                .ports(List.of("80"))
                .plan());
        int port = engine.containers().find(id).orElseThrow().ports().get("80/tcp");
        assertThat(URI.create("http://127.0.0.1:" + port + "/").toURL().openStream())
                .hasContent("found");
        String asking = engine.containers()
                .create(plan("wget", "-qO-", "http://web/").network(network).plan());
        engine.containers().start(asking);
        assertThat(engine.containers().whenEnded(asking).get(20, TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void events_tellOfHealth() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        String id = engine.containers()
                .create(plan("tail", "-f", "/dev/null")
                        .options(CreateOptions.parse("--health-cmd \"test -e /tmp\" --health-interval 100ms"))
                        .plan());
        ContainerView made = engine.containers().find(id).orElseThrow();
        try (Following<?> hearing = engine.containers().events(made, events::add)) {
            engine.containers().start(id);
            String event = "";
            while (!event.startsWith("health_status")) {
                event = events.poll(20, TimeUnit.SECONDS);
                assertThat(event).as("an event within 20 s").isNotNull();
            }
            assertThat(event).isEqualTo("health_status: healthy");
            assertThat(hearing.ended()).isNotDone();
        }
        assertThat(engine.containers().find(id).orElseThrow().health()).isEqualTo(ContainerView.Health.HEALTHY);
    }

    @Test
    void stop_sendsTermAndKillsAfterTheGrace() throws Exception {
        String stubborn = running(
                plan("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done").plan());
        engine.containers().stop(stubborn, Duration.ofSeconds(1));
        assertThat(engine.containers().find(stubborn).orElseThrow().exitCode()).hasValue(137);
        String polite = running(plan("sh", "-c", "trap 'exit 5' TERM; while :; do sleep 0.1; done")
                .plan());
        engine.containers().stop(polite, Duration.ofSeconds(20));
        assertThat(engine.containers().find(polite).orElseThrow().exitCode()).hasValue(5);
    }

    @Test
    void signal_toWhatHasEnded_isNotSent() throws Exception {
        String id = running(plan("true").plan());
        assertThat(engine.containers().whenEnded(id).get(20, TimeUnit.SECONDS)).isZero();
        engine.containers().signal(id, "KILL");
        assertThat(engine.containers().find(id).orElseThrow().exitCode()).hasValue(0);
    }

    @Test
    void build_thatFails_saysWhy() throws Exception {
        Path dockerfile = folder.resolve("Dockerfile");
        Files.writeString(dockerfile, "FROM " + image + "\nRUN echo building && false\n");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> engine.images()
                        .build(
                                folder,
                                dockerfile,
                                "slipway-test/fails",
                                labels,
                                _ -> {},
                                new CompletableFuture<Void>()))
                .withMessageMatching("(?s).*(non-zero code:|exit status) 1.*");
    }

    @Test
    void pull_ofAnImageThatIsNowhere_saysWhy() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> engine.images()
                        .pull("127.0.0.1:1/nothing:1", Optional.empty(), _ -> {}, new CompletableFuture<Void>()))
                .withMessageContaining("127.0.0.1:1/nothing:1 cannot be pulled");
    }

    @Test
    void noEngine_saysHowToGetOne() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> EngineAccess.none().require())
                .withMessageContaining("no container engine");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> EngineAccess.of(Map.of("DOCKER_HOST", "unix://" + folder.resolve("none")))
                        .require())
                .withMessageContaining("does not answer");
    }
}
