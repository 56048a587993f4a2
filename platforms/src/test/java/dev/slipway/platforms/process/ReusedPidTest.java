package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.platforms.FlippingSeal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control plane was killed, the instance ended, and the kernel gave its pid to somebody else's process. */
class ReusedPidTest {

    @TempDir
    Path temp;

    @Test
    void strangerUnderThePidOfAnInstance_isNeitherAdoptedNorEnded() throws Exception {
        Fixture fixture = new Fixture(temp, Map.of("server.py", Fixture.SERVER));
        Process stranger = ProcessTree.start(new ProcessBuilder("sleep", "300"));
        try {
            leaveBehind(fixture, stranger);

            try (ProcessPlatform platform = fixture.platform()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(15))
                        .until(() -> platform.instance("web-0").orElseThrow().restarts() == 1);
                Fixture.await(platform, "web-0", InstanceState.HEALTHY);
                assertThat(fixture.pid("web-0")).isNotEqualTo(stranger.pid());
                platform.stop("web-0");
                Fixture.awaitGone(platform, "web-0");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
            assertThat(stranger.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void strangerUnderThePidOfAnInstanceThatWasStopping_isNotEnded() throws Exception {
        Fixture fixture = new Fixture(temp, Map.of("server.py", Fixture.SERVER));
        Process stranger = ProcessTree.start(new ProcessBuilder("sleep", "300"));
        try {
            InstanceFolder folder = leaveBehind(fixture, stranger);
            InstanceRecord record = folder.load().orElseThrow();
            folder.save(record.in(InstanceState.STOPPING, record.since(), "asked to stop"));

            try (ProcessPlatform platform = fixture.platform()) {
                Fixture.awaitGone(platform, "web-0");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
            assertThat(stranger.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What a killed control plane leaves: a healthy instance on disk, whose pid is the stranger's and older. */
    private static InstanceFolder leaveBehind(Fixture fixture, Process stranger) throws IOException {
        try (ProcessPlatform platform = fixture.platform()) {
            platform.ensure(fixture.spec("web-0", List.of("/usr/bin/python3", "server.py"), Duration.ofSeconds(20)));
            Fixture.await(platform, "web-0", InstanceState.HEALTHY);
        }
        ProcessHandle instance = ProcessHandle.of(fixture.pid("web-0")).orElseThrow();
        instance.destroyForcibly();
        Awaitility.await().until(() -> !instance.isAlive());
        InstanceFolder folder = new InstanceFolder(fixture.home().resolve("run/web-0"), new FlippingSeal());
        InstanceRecord record = folder.load().orElseThrow();
        Running own = Running.of(stranger.toHandle());
        folder.save(record.running(new Running(own.pid(), own.startTicks() - 1, own.bootId())));
        return folder;
    }
}
