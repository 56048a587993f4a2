package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.containers.Engine;
import dev.slipway.containers.Labelled;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.testkit.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while a job of its runs in a container: the engine goes on, so the next life tidies up. */
@Tag("slow")
@NeedsEngine
class ContainerJobKillTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final int port = FreePorts.one();
    private Installation installation;
    private Engine engine;
    private Path home;
    private Path shared;
    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        installation = Installation.built();
        engine = TestEngine.connect();
        TestEngine.image(engine);
        home = Files.createDirectories(folder.resolve("home"));
        shared = Files.createDirectories(folder.resolve("shared"));
        Files.writeString(shared.resolve("starts"), "");
        server = LiveServer.start(installation, home, port);
    }

    @AfterEach
    void end() throws Exception {
        if (server != null) {
            server.kill();
            assertThat(LiveServer.start(installation, home, port, "--ephemeral").stop())
                    .isTrue();
        }
        if (engine != null) {
            engine.close();
        }
    }

    private ApiClient pushed() throws Exception {
        ApiClient api = ApiClient.of(server.url())
                .setUp(Files.readString(home.resolve("setup.token")).strip());
        api.post("/api/v1/projects", Map.of("name", "shop"));
        Path work = Files.createDirectories(folder.resolve("work"));
        PushedProject project = PushedProject.create(work, server.url() + "/git/shop.git", api.token());
        Files.writeString(work.resolve(".github/workflows/inside.yml"), """
                name: inside
                on: push
                jobs:
                  long:
                    runs-on: ubuntu-latest
                    container:
                      image: %s
                      volumes: ["%s:/shared"]
                    steps:
                      - run: |
                          echo "$HOSTNAME" >> /shared/starts
                          while [ ! -e /shared/go ]; do sleep 0.2; done
                        shell: sh
                """.formatted(TestEngine.IMAGE, shared));
        project.push("a job in a container");
        return api;
    }

    private List<String> starts() throws IOException {
        return Files.readAllLines(shared.resolve("starts"));
    }

    /** Containers of jobs of this server: their names in a container are the first digits of their ids. */
    private boolean exists(String name) {
        return engine.containers().list(Map.of()).stream().map(Labelled::id).anyMatch(id -> id.startsWith(name));
    }

    private static String state(ApiClient api) throws IOException, InterruptedException {
        return api.list("/api/v1/projects/shop/runs").stream()
                .filter(run -> run.path("workflow").asString().contains("inside"))
                .map(run -> run.path("state").asString())
                .findFirst()
                .orElse("");
    }

    @Test
    void containerOfAKilledServersJob_isRemoved_andTheJobStartsAnew() throws Exception {
        ApiClient api = pushed();
        Awaitility.await().atMost(PATIENCE).until(() -> starts().size() == 1);
        String first = starts().getFirst();
        server.kill();
        assertThat(exists(first)).as("the engine goes on").isTrue();

        server = LiveServer.start(installation, home, port);
        Awaitility.await().atMost(PATIENCE).until(() -> starts().size() == 2);
        String second = starts().getLast();
        assertThat(exists(first)).as("left of the killed life").isFalse();
        assertThat(exists(second)).isTrue();

        Files.createFile(shared.resolve("go"));
        Awaitility.await().atMost(PATIENCE).until(() -> state(api).equals("SUCCEEDED"));
        Awaitility.await().atMost(PATIENCE).until(() -> !exists(second));
    }
}
