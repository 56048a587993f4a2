package dev.slipway.runner.host;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a running job to stop. Asking is not killing: the running step gets signals and time, later steps whose condition
 * allows it still run, and only {@link #force} or the end of the grace ends everything at once.
 */
public final class CancelToken {

    private static final Logger LOG = LoggerFactory.getLogger(CancelToken.class);

    private final CompletableFuture<String> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> forced = new CompletableFuture<>();
    private volatile Duration grace = Duration.ofMinutes(5);

    /**
     * Says how long steps such as {@code if: always()} may go on behind a cancel that comes later; five minutes where
     * nobody does, as on GitHub's runners.
     */
    public void allow(Duration fresh) {
        grace = fresh;
    }

    /**
     * Asks once; later calls change nothing.
     *
     * @param why for the log: who or what cancelled
     */
    public void cancel(String why) {
        if (asked.complete(why)) {
            forced.completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Asks when the time is over, unless somebody asks before. */
    public void cancelAfter(Duration limit, String why) {
        asked.completeOnTimeout(why, Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Ends everything now, whatever conditions the remaining steps have. */
    public void force(String why) {
        asked.complete(why);
        forced.complete(null);
    }

    public boolean cancelled() {
        return asked.isDone();
    }

    public boolean isForced() {
        return forced.isDone();
    }

    /** Calls with the reason when the cancel is asked for; at once if it was asked for already. */
    public void whenAsked(Consumer<String> listener) {
        report(asked.thenAccept(listener));
    }

    /** Calls when nothing more may run; at once if that is so already. */
    public void whenForced(Runnable listener) {
        report(forced.thenRun(listener));
    }

    private static void report(CompletableFuture<Void> listening) {
        var _ = listening.exceptionally(failure -> {
            LOG.error("a listener to a cancel failed", failure);
            return null;
        });
    }

    /** Completes when nothing more may run. */
    public CompletableFuture<Void> forced() {
        return forced.copy();
    }
}
