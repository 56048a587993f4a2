package dev.slipway.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where Podman answers otherwise than Docker. */
@Tag("slow")
@Timeout(120)
class PodmanTest {

    @TempDir
    static Path folder;

    private static @Nullable TestPodman podman;

    private Engine engine;
    private String image;

    @BeforeAll
    static void start() throws Exception {
        podman = TestPodman.start(folder);
    }

    @AfterAll
    static void end() throws Exception {
        if (podman != null) {
            podman.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        engine = podman.connect();
        image = TestEngine.image(engine);
    }

    @AfterEach
    void disconnect() {
        engine.close();
    }

    private String create(String... command) {
        return engine.containers()
                .create(ContainerPlan.of(image, "slipway-test-" + UUID.randomUUID())
                        .command(List.of(command))
                        .env(Map.of("A", "a b"))
                        .plan());
    }

    @Test
    void container_runs_itsOutputAndEndAreTold_andItIsRemoved() throws Exception {
        String id = create("sh", "-c", "echo $A $MADE_OF; exit 3");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (Following<byte[]> attached = engine.containers().attach(id, output::writeBytes)) {
            engine.containers().start(id);
            assertThat(engine.containers().whenEnded(id).get(60, TimeUnit.SECONDS))
                    .isEqualTo(3);
            attached.ended().get(60, TimeUnit.SECONDS);
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("a b scratch\n");
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (Following<byte[]> tail = engine.containers().tail(id, 10, kept::writeBytes)) {
            tail.await();
        }
        assertThat(kept.toString(StandardCharsets.UTF_8)).isEqualTo("a b scratch\n");

        engine.containers().signal(id, "KILL");
        engine.containers().stop(id, Duration.ofSeconds(1));
        assertThat(engine.containers().find(id).orElseThrow().exitCode()).hasValue(3);
        engine.containers().remove(id);
        engine.containers().remove(id);
        assertThat(engine.containers().find(id)).isEmpty();
    }

    @Test
    void signal_ends_andEventsTellOfIt() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        String id = create("sh", "-c", "trap 'exit 5' TERM; while :; do sleep 0.1; done");
        ContainerView made = engine.containers().find(id).orElseThrow();
        try (Following<?> _ = engine.containers().events(made, events::add)) {
            engine.containers().start(id);
            Exec exec = engine.containers()
                    .exec(id, new ExecPlan(List.of("true"), Map.of(), "/"), new ByteArrayOutputStream());
            assertThat(exec.exitCode().get(60, TimeUnit.SECONDS)).isZero();
            engine.containers().signal(id, "TERM");
            assertThat(engine.containers().whenEnded(id).get(60, TimeUnit.SECONDS))
                    .isEqualTo(5);
            String event = "";
            while (!event.startsWith("die")) {
                event = events.poll(60, TimeUnit.SECONDS);
                assertThat(event).as("the end's event within a minute").isNotNull();
            }
        }
        engine.containers().remove(id);
    }
}
