package dev.slipway.server.run;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does again what the database could not take, until it can or the server ends. A job that has ended is a fact: it must
 * neither be forgotten nor done again because the database was away when it was to be written.
 */
final class Insistence implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Insistence.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CountDownLatch ending = new CountDownLatch(1);

    /**
     * Runs the work as a transaction.
     *
     * @param done finds the result of an earlier attempt, whose commit may have arrived although its answer did not
     */
    <T> T write(Database database, Function<DSLContext, T> work, Function<DSLContext, Optional<T>> done) {
        boolean[] unsure = {false};
        return until(() -> database.transaction(sql -> {
            Optional<T> known = unsure[0] ? done.apply(sql) : Optional.empty();
            unsure[0] = true;
            return known.orElseGet(() -> work.apply(sql));
        }));
    }

    /** Does what may be done any number of times. */
    <T> T until(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (Problem e) {
                if (e.kind() != Problem.Kind.UNAVAILABLE || ended()) {
                    throw e;
                }
                LOG.warn("{}; this is tried again in {} s", e.message(), PAUSE.toSeconds());
            }
        }
    }

    /** Waits for the pause to be over, or for the end of the server. */
    private boolean ended() {
        try {
            return ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        ending.countDown();
    }
}
