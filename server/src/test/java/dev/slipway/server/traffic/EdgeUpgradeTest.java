package dev.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.port.Traffic;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.server.web.HealthPart;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge's process is replaced by another, by the server that stands beside it. */
class EdgeUpgradeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path home;
    private List<String> command;

    @BeforeEach
    void prepare() throws Exception {
        home = Files.createDirectories(folder.resolve("edge"));
        try (ServerSocket free = new ServerSocket(0)) {
            command = EdgeProcess.command(
                    home,
                    System.getProperty("java.class.path"),
                    folder.resolve("none"),
                    "127.0.0.1:" + free.getLocalPort(),
                    Optional.empty());
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        new EdgeProcess(home, command).stop();
    }

    @Test
    void upgrade_replacesTheProcessAndKeepsRoutesAndAddress() throws Exception {
        EdgeAddress first = new EdgeProcess(home, command).ensure();
        EdgeTraffic traffic = new EdgeTraffic(home);
        traffic.ensure(new Traffic.Route(
                "shop:production:web",
                1,
                List.of("shop.localhost"),
                List.of(new Traffic.Pool("shop-1", 1, List.of(new Traffic.Target("one", "127.0.0.1:1"))))));
        traffic.ensure(new Traffic.Route(
                "shop:production2:web",
                1,
                List.of("other.localhost"),
                List.of(new Traffic.Pool("shop-1", 1, List.of(new Traffic.Target("one", "127.0.0.1:1"))))));

        EdgeProcess later = new EdgeProcess(home, command);
        EdgeProcess.Succession done = later.upgrade();

        assertThat(done.before().pid()).isEqualTo(first.pid());
        assertThat(done.now().listen()).isEqualTo(first.listen());
        assertThat(later.running()).contains(done.now());
        assertThat(done.now().bootId()).isNotEqualTo(first.bootId());
        assertThat(traffic.keys("shop", "production")).containsExactly("shop:production:web");
        Optional<ProcessHandle> old = ProcessHandle.of(first.pid());
        if (old.isPresent()) {
            old.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(ProcessTree.startTicks(done.now().pid())).isPresent();
    }

    @Test
    void health_tellsOfAnEdgeThatIsNotThereOrCannotBeReached() throws Exception {
        EdgeProcess edge = new EdgeProcess(home, command);
        EdgeHealth health = new EdgeHealth(home, edge);
        assertThat(health.condition().level()).isEqualTo(HealthPart.Level.UNHEALTHY);

        EdgeAddress running = edge.ensure();
        assertThat(health.condition()).isEqualTo(HealthPart.Condition.healthy());

        Path token = EdgeAddress.tokenFile(home);
        String right = Files.readString(token);
        Files.writeString(token, "wrong");
        assertThat(health.condition().level()).isEqualTo(HealthPart.Level.DEGRADED);
        assertThat(health.condition().reason()).contains("process " + running.pid(), "401");
        Files.writeString(token, right);

        edge.stop();
        assertThat(health.condition().level()).isEqualTo(HealthPart.Level.UNHEALTHY);
    }

    @Test
    void edgeThatCannotTakeOver_leavesTheOldOneAtWork() throws Exception {
        EdgeAddress first = new EdgeProcess(home, command).ensure();
        List<String> broken = new ArrayList<>(command);
        broken.add("--no-such-option");

        assertThatThrownBy(() -> new EdgeProcess(home, broken).upgrade())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("edge-start"));

        assertThat(new EdgeProcess(home, command).running()).contains(first);
    }

    @Test
    void nothingToReplace_isSaid() {
        assertThatThrownBy(() -> new EdgeProcess(home, command).upgrade())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("edge-unknown"));
    }
}
