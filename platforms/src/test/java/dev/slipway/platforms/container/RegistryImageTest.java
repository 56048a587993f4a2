package dev.slipway.platforms.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.containers.Engine;
import dev.slipway.containers.EngineAccess;
import dev.slipway.containers.NeedsRegistry;
import dev.slipway.containers.TestEngine;
import dev.slipway.containers.TestRegistry;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.ContentStore;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.testkit.SettableClock;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRegistry
class RegistryImageTest {

    @TempDir
    Path folder;

    @Test
    void releaseOfARegistryThatAsks_comesWithTheLoginOfTheHost() throws Exception {
        Path settings = Files.createDirectory(folder.resolve("settings"));
        try (EngineAccess access = TestEngine.access(settings)) {
            Engine engine = access.require();
            try (TestRegistry registry =
                    TestRegistry.start(engine, Files.createDirectory(folder.resolve("registry")))) {
                Path archive = artifact(registry.push("team/shop", "1"));
                Digest artifact = Digest.of(archive);
                InstanceImages images = new InstanceImages(new ContentStore(
                        folder.resolve("content"),
                        _ -> Optional.of(archive),
                        ProcessOptions.standard().unpack(),
                        SettableClock.start()));

                assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> images.ensure(engine, artifact))
                        .satisfies(problem -> assertThat(problem.hint()).contains("docker login " + registry.address()))
                        .withMessageContaining("wants a login");

                Files.writeString(settings.resolve("config.json"), registry.settings(TestRegistry.PASSWORD));
                String id = images.ensure(engine, artifact);
                assertThat(engine.images().find("slipway-release:" + artifact.hex()))
                        .hasValueSatisfying(image -> assertThat(image.id()).isEqualTo(id));
                engine.images().remove("slipway-release:" + artifact.hex());
            }
        }
    }

    private Path artifact(String reference) throws Exception {
        Path archive = folder.resolve("artifact.zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("image"));
            zip.write(reference.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return archive;
    }
}
