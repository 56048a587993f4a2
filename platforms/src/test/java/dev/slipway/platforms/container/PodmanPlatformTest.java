package dev.slipway.platforms.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.containers.Engine;
import dev.slipway.containers.TestEngine;
import dev.slipway.containers.TestPodman;
import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.kernel.Digest;
import dev.slipway.platforms.FlippingSeal;
import dev.slipway.platforms.process.Backoff;
import dev.slipway.platforms.process.ProcessOptions;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(180)
class PodmanPlatformTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Optional<InstanceState> HEALTHY = Optional.of(InstanceState.HEALTHY);

    @TempDir
    Path folder;

    @Test
    void instance_isServedByPodman_startedAgainWhenItEnds_andGoneWhenStopped() throws Exception {
        try (TestPodman podman = TestPodman.start(Files.createDirectory(folder.resolve("p")));
                Engine engine = podman.connect()) {
            TestEngine.image(engine);
            Path archive = archive();
            Path home = folder.resolve("home");
            try (ContainerPlatform platform = new ContainerPlatform(
                    home,
                    podman.access(),
                    _ -> Optional.of(archive),
                    new FlippingSeal(),
                    InstantSource.system(),
                    ProcessOptions.standard().with(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), LONG)),
                    _ -> {})) {
                platform.ensure(spec(Digest.of(archive)));
                await().atMost(LONG).until(() -> state(platform), HEALTHY::equals);
                String address =
                        platform.instance("web-0").orElseThrow().address().orElseThrow();
                try (InputStream answer =
                        URI.create("http://" + address + "/health").toURL().openStream()) {
                    assertThat(answer).hasContent("ok");
                }

                List<String> lines = new ArrayList<>();
                OutputReader reader = platform.follow("web-0", Optional.empty(), 10);
                await().atMost(LONG).until(() -> lines.addAll(reader.read().lines()) && lines.contains("here too"));
                lines.addAll(reader.read().lines());
                assertThat(lines).containsExactly("here", "here too");

                Map<String, String> own = InstanceLabels.of(home).all();
                String first = engine.containers().list(own).getFirst().id();
                engine.containers().signal(first, "KILL");
                await().atMost(LONG)
                        .until(() -> platform.instance("web-0").orElseThrow().restarts() == 1);
                await().atMost(LONG).until(() -> state(platform), HEALTHY::equals);
                assertThat(engine.containers().find(first)).isEmpty();
                await().atMost(LONG).until(() -> lines.addAll(reader.read().lines()) && lines.size() >= 4);
                lines.addAll(reader.read().lines());
                assertThat(lines).containsExactly("here", "here too", "here", "here too");
                reader.close();

                platform.stop("web-0");
                await().atMost(LONG).until(() -> platform.instances().isEmpty());
                assertThat(engine.containers().list(own)).isEmpty();
            }
        }
    }

    private static Optional<InstanceState> state(ContainerPlatform platform) {
        return platform.instance("web-0").map(InstanceStatus::state);
    }

    private Path archive() throws Exception {
        Path archive = folder.resolve("artifact.zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("Dockerfile"));
            zip.write(("FROM " + TestEngine.IMAGE + "\nRUN mkdir -p /www && printf ok > /www/health\n")
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return archive;
    }

    private static InstanceSpec spec(Digest artifact) {
        return new InstanceSpec(
                "web-0",
                "shop",
                "staging",
                "web",
                "rel-1",
                0,
                artifact,
                List.of("sh", "-c", "echo here; echo here too; exec httpd -f -p $PORT -h /www"),
                Map.of(),
                Map.of(),
                new ServiceConfig.HealthCheck("/health", Duration.ofMillis(50), Duration.ofSeconds(1), 2, 2, LONG),
                1000,
                new ServiceConfig.Resources(OptionalLong.of(64 << 20), OptionalDouble.of(0.5)),
                ContainerPlatform.KIND,
                8080,
                Optional.empty());
    }
}
