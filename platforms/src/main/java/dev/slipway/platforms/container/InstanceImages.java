package dev.slipway.platforms.container;

import dev.slipway.containers.Engine;
import dev.slipway.containers.ImageView;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of instances. Each belongs to one artifact and is named by its digest, so that what was approved is what
 * runs: it is made once and never looked for by a name that could come to mean something else.
 */
final class InstanceImages {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceImages.class);
    private static final String REPOSITORY = "slipway-release";
    private static final String DOCKERFILE = "Dockerfile";
    private static final String REFERENCE = "image";
    private static final String BY_DIGEST = "\\S+@sha256:[0-9a-f]{64}";

    private final ContentStore content;

    InstanceImages(ContentStore content) {
        this.content = content;
    }

    /** Looks whether the artifact is kept. */
    void require(Digest artifact) throws IOException {
        content.require(artifact);
    }

    /**
     * The id of the artifact's image; makes it when this is the first time.
     *
     * @throws Problem of kind INVALID, code {@code no-image}, when the artifact holds none
     */
    synchronized String ensure(Engine engine, Digest artifact) throws IOException, InterruptedException {
        String tag = REPOSITORY + ":" + artifact.hex();
        Optional<ImageView> known = engine.images().find(tag);
        if (known.isPresent()) {
            content.used(artifact);
            return known.get().id();
        }
        make(engine, content.get(artifact), artifact);
        return engine.images().find(tag).map(ImageView::id).orElseThrow(() -> none(artifact));
    }

    /** Removes images, and what they were made of, that were not used lately; one that a container has is left. */
    synchronized void tidy(Engine engine, Set<Digest> needed) throws IOException {
        content.tidy(needed, artifact -> engine.images().remove(REPOSITORY + ":" + artifact.hex()));
    }

    private static void make(Engine engine, Path folder, Digest artifact) throws IOException, InterruptedException {
        Path dockerfile = folder.resolve(DOCKERFILE);
        Path reference = folder.resolve(REFERENCE);
        Optional<Path> archive = archive(folder);
        if (Files.isRegularFile(dockerfile)) {
            build(engine, folder, dockerfile, artifact);
        } else if (archive.isPresent()) {
            String id = SavedImage.id(archive.get(), REPOSITORY);
            engine.images().load(Files.newInputStream(archive.get()));
            engine.images().tag(id, REPOSITORY, artifact.hex());
        } else if (Files.isRegularFile(reference)) {
            pull(engine, Files.readString(reference).strip(), artifact);
        } else {
            throw none(artifact);
        }
    }

    private static void build(Engine engine, Path folder, Path dockerfile, Digest artifact)
            throws InterruptedException {
        engine.images()
                .build(
                        folder,
                        dockerfile,
                        REPOSITORY + ":" + artifact.hex(),
                        Map.of("dev.slipway.artifact", artifact.toString()),
                        line -> LOG.info("image of {}: {}", artifact.brief(), line),
                        new CompletableFuture<Void>());
    }

    private static void pull(Engine engine, String reference, Digest artifact) throws InterruptedException {
        if (!reference.matches(BY_DIGEST)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "image-without-digest",
                    "the file 'image' of the artifact names '" + reference + "', which may mean another image tomorrow",
                    "write name@sha256:… into it, as 'docker push' and 'docker inspect' show it");
        }
        if (engine.images().find(reference).isEmpty()) {
            engine.images()
                    .pull(
                            reference,
                            Optional.empty(),
                            line -> LOG.info("image of {}: {}", artifact.brief(), line),
                            new CompletableFuture<Void>());
        }
        engine.images().tag(reference, REPOSITORY, artifact.hex());
    }

    private static Optional<Path> archive(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> archives = files.filter(file -> file.toString().endsWith(".tar"))
                    .filter(Files::isRegularFile)
                    .toList();
            return archives.size() == 1 ? Optional.of(archives.getFirst()) : Optional.empty();
        }
    }

    private static Problem none(Digest artifact) {
        return Problem.of(
                Problem.Kind.INVALID,
                "no-image",
                "artifact " + artifact.brief() + " holds no image",
                "upload a folder with a Dockerfile, or one .tar of 'docker save', or a file 'image' with"
                        + " name@sha256:…");
    }
}
