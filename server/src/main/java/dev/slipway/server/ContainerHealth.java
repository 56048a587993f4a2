package dev.slipway.server;

import dev.slipway.containers.EngineAccess;
import dev.slipway.kernel.Problem;
import dev.slipway.server.web.HealthPart;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Whether the container engine answers, where there are instances that it has to keep: without it none is started again,
 * and most engines take their containers with them.
 */
final class ContainerHealth implements HealthPart, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String FOLLOWS = "; no instance in a container is started or ended until it is back";

    private final EngineAccess engines;
    private final BooleanSupplier inUse;
    private CompletableFuture<Void> question = CompletableFuture.completedFuture(null);

    /** @param inUse whether there are instances in containers */
    ContainerHealth(EngineAccess engines, BooleanSupplier inUse) {
        this.engines = engines;
        this.inUse = inUse;
    }

    @Override
    public String name() {
        return "containers";
    }

    @Override
    public Condition condition() {
        if (!inUse.getAsBoolean()) {
            return Condition.healthy();
        }
        try {
            asked().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Condition.healthy();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String words = cause instanceof Problem problem ? problem.message() : String.valueOf(cause);
            return Condition.degraded(words + FOLLOWS);
        } catch (TimeoutException hangs) {
            return Condition.degraded("the container engine takes a question and does not answer it" + FOLLOWS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Condition.degraded("the question to the container engine was interrupted");
        }
    }

    /** One question at a time, for an engine that hangs answers none. */
    private synchronized CompletableFuture<Void> asked() {
        if (question.isDone()) {
            question = CompletableFuture.runAsync(
                    engines::require,
                    task -> Thread.ofVirtual().name("engine-health").start(task));
        }
        return question;
    }

    /** An engine that hangs holds whoever asks it, and is left alone. */
    @Override
    public synchronized void close() {
        if (question.isDone()) {
            engines.close();
        }
    }
}
