package dev.slipway.server.git;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One virtual thread that does work one piece after another. Work must be able to begin anew at any time: what fails is
 * done again later, and what has not begun when the server stops is forgotten here.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Duration afterFailure;
    private final ScheduledThreadPoolExecutor thread;

    /**
     * @param name of the thread
     * @param afterFailure time until failed work is done again
     */
    public Worker(String name, Duration afterFailure) {
        this.name = name;
        this.afterFailure = afterFailure;
        this.thread =
                new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name(name).factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does the work as soon as the work before it is done. */
    public void soon(Runnable work) {
        later(work, Duration.ZERO);
    }

    public void later(Runnable work, Duration delay) {
        try {
            ScheduledFuture<?> _ = thread.schedule(() -> guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the server is stopping", name, e);
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: this failed and is done again in {}", name, afterFailure, e);
            later(work, afterFailure);
        }
    }

    /** Lets the work that is being done finish, for some seconds; then it is interrupted. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("{}: the work is interrupted, it did not end within {}", name, PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }
}
