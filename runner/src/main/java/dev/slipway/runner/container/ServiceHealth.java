package dev.slipway.runner.container;

import dev.slipway.containers.ContainerView;
import dev.slipway.containers.Containers;
import dev.slipway.containers.Following;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits until a container that the engine checks is known to be well or ill. The engine's events say when to look. */
public final class ServiceHealth {

    private ServiceHealth() {}

    /**
     * Waits for one container.
     *
     * @param stop completes when nobody wants to know any more
     * @return whether it is healthy; one that nobody checks is, as for GitHub's runner; absent when stopped
     */
    public static Optional<Boolean> await(Containers containers, String id, CompletableFuture<?> stop)
            throws InterruptedException {
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        try (Following<?> _ = containers.events(id, _ -> look(containers, id, known))) {
            look(containers, id, known);
            CompletableFuture.anyOf(known, stop).get();
            return Optional.ofNullable(known.getNow(null));
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for the health of container " + id + " failed", e);
        }
    }

    private static void look(Containers containers, String id, CompletableFuture<Boolean> known) {
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
    }
}
