package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.containers.EngineAccess;
import dev.slipway.server.web.HealthPart.Condition;
import dev.slipway.server.web.HealthPart.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /health} says of the container engine. */
class ContainerHealthTest {

    @TempDir
    Path folder;

    private EngineAccess away() {
        return EngineAccess.of(Map.of("DOCKER_HOST", "unix://" + folder.resolve("none.sock")));
    }

    @Test
    void engineThatIsAway_isDegraded_whereInstancesNeedIt() {
        try (ContainerHealth health = new ContainerHealth(away(), () -> true)) {
            Condition condition = health.condition();

            assertThat(condition.level()).isEqualTo(Level.DEGRADED);
            assertThat(condition.reason())
                    .contains("none.sock", "does not answer", "no instance in a container is started or ended");
        }
    }

    @Test
    void engineThatNobodyNeeds_isNotAskedFor() {
        try (ContainerHealth health = new ContainerHealth(away(), () -> false)) {
            assertThat(health.condition().level()).isEqualTo(Level.HEALTHY);
        }
    }

    @Test
    void engineThatHangs_isSaidTo_andHoldsNobodyUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                ContainerHealth health = new ContainerHealth(
                        EngineAccess.of(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + silent.getLocalPort())),
                        () -> true)) {
            assertThat(health.condition().reason()).contains("takes a question and does not answer it");
            assertThat(health.condition().level()).isEqualTo(Level.DEGRADED);
        }
    }
}
