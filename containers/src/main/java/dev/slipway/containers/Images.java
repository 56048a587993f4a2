package dev.slipway.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The images of an engine. */
public final class Images {

    private final DockerClient client;

    Images(DockerClient client) {
        this.client = client;
    }

    /** @param reference name with tag or digest, or an id; no image has what is none of them */
    public Optional<ImageView> find(String reference) {
        try {
            return Optional.of(view(client.inspectImageCmd(reference).exec()));
        } catch (NotFoundException | BadRequestException none) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw Engine.refused("the image " + reference + " cannot be looked at", e);
        }
    }

    private static ImageView view(InspectImageResponse image) {
        ContainerConfig config = image.getConfig();
        return new ImageView(
                String.valueOf(image.getId()),
                Variables.read(config == null ? null : config.getEnv()),
                list(config == null ? null : config.getEntrypoint()),
                list(config == null ? null : config.getCmd()),
                image.getRepoDigests() == null ? List.of() : List.copyOf(image.getRepoDigests()));
    }

    private static List<String> list(String @Nullable [] words) {
        return words == null ? List.of() : List.of(words);
    }

    /**
     * Pulls an image.
     *
     * @param login absent to use what the user of this process is logged in as
     * @param said takes the engine's words, line by line
     * @param stop completes when nobody wants it any more: the call then returns early
     * @throws Problem of kind UNAVAILABLE, with the code of a {@link PullFailure}
     */
    public void pull(String reference, Optional<Login> login, Consumer<String> said, CompletionStage<?> stop)
            throws InterruptedException {
        Reference image = Reference.parse(reference);
        PullImageCmd command = client.pullImageCmd(image.name()).withTag(image.tag());
        login.ifPresent(who -> command.withAuthConfig(new AuthConfig()
                .withUsername(who.username())
                .withPassword(who.password())
                .withRegistryAddress(image.registry())));
        AtomicReference<String> failure = new AtomicReference<>();
        try (Following<PullResponseItem> pull = Following.of(
                item -> {
                    note(item, failure);
                    if (!counts(item) && item.getStatus() != null) {
                        said.accept((item.getId() == null ? "" : item.getId() + ": ") + item.getStatus());
                    }
                },
                command::exec)) {
            var _ = stop.thenRun(pull::close);
            pull.await();
        } catch (RuntimeException e) {
            throw PullFailure.problem(reference, login, Engine.reason(e));
        }
        if (failure.get() != null) {
            throw PullFailure.problem(reference, login, failure.get());
        }
    }

    /** True for the many items that only say how many bytes have come. */
    private static boolean counts(ResponseItem item) {
        return item.getProgressDetail() != null && item.getProgressDetail().getCurrent() != null;
    }

    private static void note(ResponseItem item, AtomicReference<String> failure) {
        if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
            failure.set(item.getErrorDetail().getMessage());
        }
    }

    /**
     * Builds an image from a Dockerfile.
     *
     * @param folder the context; its {@code .dockerignore} holds
     * @param dockerfile inside of it
     * @param tag name of the image
     * @param said takes the engine's words as they come
     * @param stop completes when nobody wants it any more: the call then fails early
     * @return the image's id
     * @throws Problem of kind INVALID, code {@code build-failed}; of kind UNAVAILABLE, code {@code engine-lost}
     */
    public String build(
            Path folder,
            Path dockerfile,
            String tag,
            Map<String, String> labels,
            Consumer<String> said,
            CompletionStage<?> stop)
            throws InterruptedException {
        AtomicReference<String> failure = new AtomicReference<>();
        AtomicReference<@Nullable String> id = new AtomicReference<>();
        BuildImageCmd command = client.buildImageCmd()
                .withBaseDirectory(folder.toFile())
                .withDockerfile(dockerfile.toFile())
                .withTags(java.util.Set.of(tag))
                .withRemove(true)
                .withForcerm(true)
                .withLabels(labels);
        try (Following<BuildResponseItem> build = Following.of(
                item -> {
                    note(item, failure);
                    if (item.isBuildSuccessIndicated()) {
                        id.set(item.getImageId());
                    }
                    if (item.getStream() != null) {
                        item.getStream().lines().filter(line -> !line.isBlank()).forEach(said);
                    }
                },
                command::exec)) {
            var _ = stop.thenRun(build::close);
            build.await();
        } catch (DockerException e) {
            throw buildFailed(dockerfile, Engine.reason(e));
        } catch (RuntimeException e) {
            throw Engine.lost("the image of " + dockerfile.getFileName() + " was being built", e);
        }
        if (failure.get() != null) {
            throw buildFailed(dockerfile, failure.get());
        }
        String built = id.get() == null ? tag : id.get();
        return find(built).map(ImageView::id).orElseThrow(() -> buildFailed(dockerfile, "no image came of it"));
    }

    private static Problem buildFailed(Path dockerfile, String why) {
        return Problem.of(
                Problem.Kind.INVALID,
                "build-failed",
                "the image of " + dockerfile.getFileName() + " cannot be built: " + why,
                "build it by hand with 'docker build' to see more");
    }

    /**
     * Takes the images of an archive that {@code docker save} wrote.
     *
     * @throws Problem of kind INVALID, code {@code engine-refused}, when it is none
     */
    public void load(InputStream archive) throws IOException {
        try (archive) {
            client.loadImageCmd(archive).exec();
        } catch (RuntimeException e) {
            throw Engine.refused("the archive of images cannot be loaded", e);
        }
    }

    /** Gives an image a further name. */
    public void tag(String reference, String repository, String tag) {
        try {
            client.tagImageCmd(reference, repository, tag).exec();
        } catch (RuntimeException e) {
            throw Engine.refused("the image " + reference + " cannot be named " + repository + ":" + tag, e);
        }
    }

    /** References of those that carry all of these labels. */
    public List<String> list(Map<String, String> labels) {
        return client.listImagesCmd().withLabelFilter(labels).exec().stream()
                .map(com.github.dockerjava.api.model.Image::getId)
                .toList();
    }

    /** Removes a name, and the image when it was the last; one in use or gone is left. */
    public boolean remove(String reference) {
        try {
            client.removeImageCmd(reference).exec();
            return true;
        } catch (NotFoundException gone) {
            return true;
        } catch (com.github.dockerjava.api.exception.ConflictException inUse) {
            return false;
        }
    }
}
