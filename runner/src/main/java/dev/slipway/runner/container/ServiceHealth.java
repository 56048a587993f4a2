package dev.slipway.runner.container;

import dev.slipway.containers.ContainerView;
import dev.slipway.containers.Containers;
import dev.slipway.containers.Following;
import dev.slipway.kernel.Durations;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits until a container that the engine checks is known to be well or ill. The engine's events say when to look; not
 * every Podman tells of checks by events, so each interval of the check ends in a look as well. Podman leaves the checks
 * to timers of systemd: on a host without them none is ever made, which is said instead of waited for.
 */
public final class ServiceHealth {

    /** What an engine may be late with its first check. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOKS_APART = Duration.ofSeconds(1);

    private final Containers containers;
    private final String id;
    private final CompletableFuture<Boolean> known = new CompletableFuture<>();
    private final long begun = System.nanoTime();

    private ServiceHealth(Containers containers, String id) {
        this.containers = containers;
        this.id = id;
    }

    /**
     * Waits for one container.
     *
     * @param stop completes when nobody wants to know any more
     * @return whether it is healthy; one that nobody checks is, as for GitHub's runner; absent when stopped
     * @throws Problem of kind UNAVAILABLE, code {@code health-not-checked}, when the engine makes no check
     */
    public static Optional<Boolean> await(Containers containers, String id, CompletableFuture<?> stop)
            throws InterruptedException {
        return new ServiceHealth(containers, id).await(stop);
    }

    private Optional<Boolean> await(CompletableFuture<?> stop) throws InterruptedException {
        Optional<ContainerView> first = containers.find(id);
        if (first.isEmpty()) {
            return Optional.of(false);
        }
        Duration interval =
                first.get().check().map(ContainerView.Check::interval).orElse(LOOKS_APART);
        Duration pause = interval.compareTo(LOOKS_APART) < 0 ? LOOKS_APART : interval;
        try (Following<?> _ = containers.events(first.get(), _ -> look())) {
            while (!known.isDone() && !stop.isDone()) {
                look().ifPresent(this::requireChecks);
                pause(CompletableFuture.anyOf(known, stop), pause);
            }
            return Optional.ofNullable(known.getNow(null));
        }
    }

    private void pause(CompletableFuture<?> over, Duration pause) throws InterruptedException {
        try {
            over.get(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for the health of container " + id + " failed", e);
        }
    }

    private Optional<ContainerView> look() {
        Optional<ContainerView> view = containers.find(id);
        ContainerView.Health health = view.map(ContainerView::health).orElse(ContainerView.Health.UNHEALTHY);
        switch (health) {
            case UNCHECKED, HEALTHY -> known.complete(true);
            case UNHEALTHY -> known.complete(false);
            case STARTING -> {
                if (view.filter(ContainerView::running).isEmpty()) {
                    known.complete(false);
                }
            }
        }
        return view;
    }

    private void requireChecks(ContainerView view) {
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        view.check()
                .filter(check -> !known.isDone() && check.made() == 0)
                .filter(check -> waited.compareTo(check.first().plus(PATIENCE)) > 0)
                .ifPresent(_ -> {
                    throw Problem.of(
                            Problem.Kind.UNAVAILABLE,
                            "health-not-checked",
                            "the container engine has not checked the health of " + view.name() + " once in "
                                    + Durations.words(waited),
                            "Podman makes health checks by timers of systemd; on a host without systemd use Docker, or"
                                    + " leave out --health-cmd and let a step wait for the service");
                });
    }
}
