package dev.slipway.server.traffic;

import dev.slipway.kernel.Durations;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the edge again when its process has ended: all user traffic goes through it, so nobody must have to notice first.
 * It comes back with the routes on its disk. One that another edge has replaced is not missed.
 */
public final class EdgeWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final EdgeProcess edge;
    private @Nullable Thread thread;

    public EdgeWatch(EdgeProcess edge) {
        this.edge = edge;
    }

    /** Begins to watch. */
    public void start() {
        thread = Thread.ofVirtual().name("edge-watch").start(this::watch);
    }

    private void watch() {
        try {
            QuickEnds ends = QuickEnds.NONE;
            while (true) {
                long since = System.nanoTime();
                awaitEnd();
                ends = ends.after(Duration.ofNanos(System.nanoTime() - since));
                breathe(ends);
                revive();
            }
        } catch (InterruptedException closed) {
            LOG.debug("the edge is on its own");
        }
    }

    /** Returns when the process that has announced itself is there no more. */
    private void awaitEnd() throws InterruptedException {
        Optional<ProcessHandle> process = edge.running().flatMap(address -> ProcessHandle.of(address.pid()));
        if (process.isPresent()) {
            try {
                process.get().onExit().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the edge's process cannot be watched", e);
            }
        }
    }

    private static void breathe(QuickEnds ends) throws InterruptedException {
        Duration pause = ends.pause();
        if (pause.isPositive()) {
            LOG.error(
                    "the edge has ended soon after its start {} times in a row, so no user is served; next start in {}:"
                            + " its log says why",
                    ends.inRow(),
                    Durations.words(pause));
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    private void revive() throws InterruptedException {
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                edge.revive()
                        .ifPresent(now -> LOG.error(
                                "the edge had ended and was started again, process {}; its log says why", now.pid()));
                return;
            } catch (Problem e) {
                LOG.error(
                        "no edge runs, so no user is served; next try in {}: {}", Durations.words(pause), e.message());
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(QuickEnds.LONGEST_PAUSE) < 0 ? twice : QuickEnds.LONGEST_PAUSE;
    }

    /** Leaves the edge as it is. */
    @Override
    public void close() {
        Thread watching = thread;
        if (watching != null) {
            watching.interrupt();
        }
    }
}
