package dev.slipway.runner.container;

import dev.slipway.actions.workflow.Container;
import dev.slipway.containers.Images;
import dev.slipway.containers.Login;
import dev.slipway.containers.PullFailure;
import dev.slipway.kernel.Durations;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sees to it that an image is on this host. GitHub's runners are born empty and pull every time; this host keeps its
 * images, so it pulls as Kubernetes does by default: what is missing, and {@code latest} whenever a registry has it. What
 * is missing is asked for three times, what is only to be newer once.
 *
 * @param said takes what happens, line by line
 * @param stop completes when nobody wants the image any more
 */
public record ImagePull(Images images, Consumer<String> said, CompletableFuture<?> stop) {

    private static final int TRIES = 3;

    /** For a container of a job. */
    public void ensure(Container container) throws InterruptedException {
        ensure(container.image(), container.credentials().flatMap(this::login));
    }

    /** Half a login is none, as on GitHub: a run that gets no secrets can still pull what is for everybody. */
    private Optional<Login> login(Container.Credentials given) {
        if (given.username().isEmpty() || given.password().isEmpty()) {
            said.accept("Its credentials have no " + (given.username().isEmpty() ? "username" : "password")
                    + "; pulling without them");
            return Optional.empty();
        }
        return Optional.of(new Login(given.username(), given.password()));
    }

    /**
     * @param login who pulls; with one the registry is always asked, since not everybody may have the image
     * @throws Problem of kind UNAVAILABLE, with the code of a {@link PullFailure}
     */
    public void ensure(String image, Optional<Login> login) throws InterruptedException {
        boolean here = images.find(image).isPresent();
        if (here && login.isEmpty() && !isLatest(image)) {
            said.accept("The image " + image + " is on this host");
            return;
        }
        try {
            pull(image, login, here && login.isEmpty() ? 1 : TRIES);
        } catch (Problem problem) {
            if (!here || login.isPresent()) {
                throw problem;
            }
            said.accept(problem.message());
            said.accept("Using the image " + image + " that is on this host");
        }
    }

    private void pull(String image, Optional<Login> login, int tries) throws InterruptedException {
        for (int attempt = 1; !stop.isDone(); attempt++) {
            try {
                images.pull(image, login, said, stop);
                return;
            } catch (Problem problem) {
                if (attempt == tries || PullFailure.of(problem) != PullFailure.OTHER) {
                    throw problem;
                }
                Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(1000, 10_000));
                said.accept(problem.message() + "; trying again in " + Durations.words(pause));
                pause(pause);
            }
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        try {
            stop.get(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException over) {
            said.accept("Trying again");
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting to pull again failed", e);
        }
    }

    private static boolean isLatest(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        return !image.contains("@")
                && !image.startsWith("sha256:")
                && (!last.contains(":") || last.endsWith(":latest"));
    }
}
