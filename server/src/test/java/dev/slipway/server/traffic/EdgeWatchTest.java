package dev.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.port.Traffic;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge whose process ends unasked while the server stands beside it. */
class EdgeWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private int port;
    private Path home;
    private EdgeProcess edge;
    private EdgeWatch watch;

    @BeforeEach
    void begin() throws Exception {
        home = Files.createDirectories(folder.resolve("edge"));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        edge = new EdgeProcess(
                home,
                EdgeProcess.command(
                        home,
                        System.getProperty("java.class.path"),
                        folder.resolve("none"),
                        "127.0.0.1:" + port,
                        Optional.empty()));
        edge.ensure();
        watch = new EdgeWatch(edge);
        watch.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        watch.close();
        edge.stop();
    }

    private void kill(EdgeAddress victim) throws Exception {
        ProcessHandle process = ProcessHandle.of(victim.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private EdgeAddress other(EdgeAddress than) {
        await().atMost(PATIENCE)
                .until(() ->
                        edge.running().filter(now -> now.pid() != than.pid()).isPresent());
        return edge.running().orElseThrow();
    }

    @Test
    void edgeThatWasKilled_isThereAgainWithItsRoutes() throws Exception {
        EdgeTraffic traffic = new EdgeTraffic(home);
        traffic.ensure(new Traffic.Route(
                "shop:production:web",
                1,
                List.of("shop.localhost"),
                List.of(new Traffic.Pool("shop-1", 1, List.of(new Traffic.Target("one", "127.0.0.1:1"))))));
        EdgeAddress first = edge.running().orElseThrow();

        kill(first);
        EdgeAddress second = other(first);
        kill(second);
        EdgeAddress third = other(second);

        assertThat(third.listen()).isEqualTo(first.listen());
        assertThat(traffic.keys("shop", "production")).containsExactly("shop:production:web");
    }

    @Test
    void edgeThatEndsAgainAndAgain_isStartedAfterPauses() throws Exception {
        EdgeAddress first = edge.running().orElseThrow();
        kill(first);
        EdgeAddress second = other(first);
        kill(second);
        EdgeAddress third = other(second);
        long ended = System.nanoTime();
        kill(third);
        other(third);

        assertThat(Duration.ofNanos(System.nanoTime() - ended)).isGreaterThanOrEqualTo(new QuickEnds(3).pause());
    }

    @Test
    void portThatIsTakenMeanwhile_isTriedAgain() throws Exception {
        EdgeAddress first = edge.running().orElseThrow();
        try (ServerSocket thief = new ServerSocket()) {
            thief.setReuseAddress(true);
            kill(first);
            await().atMost(PATIENCE).until(() -> takesThePort(thief));
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(home.resolve("edge.log")).contains("in use"));
        }

        assertThat(other(first).listen()).isEqualTo(first.listen());
    }

    /** Where the next edge was quicker, that one has to go too. */
    private boolean takesThePort(ServerSocket thief) throws Exception {
        try {
            thief.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException taken) {
            Optional<EdgeAddress> quicker = edge.running();
            if (quicker.isPresent()) {
                kill(quicker.get());
            }
            return false;
        }
    }

    @Test
    void edgeThatAnotherReplaced_isNotMissed() throws Exception {
        EdgeProcess.Succession done = edge.upgrade();
        await().atMost(PATIENCE)
                .until(() -> ProcessHandle.of(done.before().pid()).isEmpty());

        assertThat(edge.revive()).isEmpty();
        assertThat(edge.running()).contains(done.now());
    }
}
