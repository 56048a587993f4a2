package dev.slipway.platforms.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.containers.Engine;
import dev.slipway.containers.EngineAccess;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.ContentStore;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images of releases go when nobody has used them lately, and come back from their artifacts. */
@NeedsEngine
class InstanceImagesTest {

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();
    private final Map<Digest, Path> artifacts = new HashMap<>();

    private Digest artifact(String file, String content) throws IOException {
        Path archive = Files.createTempFile(folder, "artifact", ".zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(file));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        Digest digest = Digest.of(archive);
        artifacts.put(digest, archive);
        return digest;
    }

    @Test
    void engineThatIsLostInABuild_isNamed_notTheDockerfile() throws Exception {
        Path context = Files.createDirectory(folder.resolve("context"));
        CompletableFuture<String> began = new CompletableFuture<>();
        try (EngineDoor door = new EngineDoor();
                EngineAccess access = door.access()) {
            Engine engine = access.require();
            Path dockerfile = Files.writeString(
                    context.resolve("Dockerfile"),
                    "FROM " + TestEngine.image(engine) + "\nRUN echo " + folder + " && sleep 5\n");
            CompletableFuture<String> built = CompletableFuture.supplyAsync(() -> {
                try {
                    return engine.images()
                            .build(
                                    context,
                                    dockerfile,
                                    "slipway-test/lost:1",
                                    Map.of(),
                                    began::complete,
                                    new CompletableFuture<Void>());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            began.get(60, TimeUnit.SECONDS);

            door.shut();
            assertThatThrownBy(access::require).hasMessageContaining("does not answer");

            assertThatThrownBy(() -> built.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("engine-lost"))
                    .hasMessageStartingWith(
                            "the container engine was lost while the image of Dockerfile was being built")
                    .hasMessageNotContaining("pool");
        }
    }

    @Test
    void imageThatNothingHasUsedLately_isRemoved_andMadeAgain() throws Exception {
        ContentStore content = new ContentStore(
                folder.resolve("content"),
                wanted -> Optional.ofNullable(artifacts.get(wanted)),
                ProcessOptions.standard().unpack(),
                clock);
        InstanceImages images = new InstanceImages(content);
        try (Engine engine = TestEngine.connect()) {
            Digest old = artifact("Dockerfile", "FROM " + TestEngine.image(engine) + "\nENV MADE_FOR=" + folder + "\n");
            String name = "slipway-release:" + old.hex();
            images.ensure(engine, old);
            for (int newer = 0; newer < 20; newer++) {
                clock.advance(Duration.ofMinutes(1));
                content.get(artifact("number", Integer.toString(newer)));
            }
            clock.advance(Duration.ofDays(1));

            images.tidy(engine, Set.of(old));
            assertThat(engine.images().find(name)).as("an instance needs it").isPresent();

            images.tidy(engine, Set.of());
            assertThat(engine.images().find(name)).isEmpty();
            assertThat(folder.resolve("content").resolve(old.hex())).doesNotExist();

            images.ensure(engine, old);
            images.tidy(engine, Set.of());
            assertThat(engine.images().find(name)).as("used again").isPresent();
            engine.images().remove(name);
        }
    }
}
