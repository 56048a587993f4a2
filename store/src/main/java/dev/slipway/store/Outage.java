package dev.slipway.store;

import dev.slipway.kernel.Durations;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While the database is away everything that needs it fails, again and again. For who reads the log that is one event: a
 * line when it begins and one when it is over.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String place;
    private final AtomicReference<@Nullable Long> beganNanos = new AtomicReference<>();

    Outage(String place) {
        this.place = place;
    }

    void seen(Throwable cause) {
        if (beganNanos.compareAndSet(null, System.nanoTime())) {
            LOG.error("the database at {} does not answer: {}", place, words(cause));
        }
    }

    void over() {
        if (beganNanos.get() == null) {
            return;
        }
        Long began = beganNanos.getAndSet(null);
        if (began != null) {
            Duration length = Duration.ofNanos(System.nanoTime() - began);
            LOG.info("the database at {} answers again, after {}", place, Durations.words(length));
        }
    }

    /** The innermost cause says most. */
    static String words(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
