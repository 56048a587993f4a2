package dev.slipway.server.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing whenever one of the noted times has come. Times are kept by those who note them, not here. */
final class Alarm implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final ConcurrentSkipListSet<Instant> times = new ConcurrentSkipListSet<>();
    private final Semaphore changed = new Semaphore(0);
    private volatile Runnable task = () -> {};
    private final Thread thread = Thread.ofVirtual().name("alarm").unstarted(this::work);

    Alarm(InstantSource clock) {
        this.clock = clock;
    }

    void start(Runnable work) {
        task = work;
        thread.start();
    }

    void at(Instant time) {
        if (times.add(time)) {
            changed.release();
        }
    }

    private void work() {
        try {
            while (true) {
                if (isDue()) {
                    ring();
                }
                await();
            }
        } catch (InterruptedException stopping) {
            LOG.debug("the alarm stops");
        }
    }

    private boolean isDue() {
        return times.removeIf(time -> !time.isAfter(clock.instant()));
    }

    private void ring() {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("what was due could not be done, it is tried again in a minute", e);
            times.add(clock.instant().plus(LONGEST_WAIT));
        }
    }

    private void await() throws InterruptedException {
        Duration wait = LONGEST_WAIT;
        if (!times.isEmpty()) {
            Duration left = Duration.between(clock.instant(), times.first());
            wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
        }
        if (changed.tryAcquire(Math.max(wait.toMillis() + 1, 1), TimeUnit.MILLISECONDS)) {
            changed.drainPermits();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
