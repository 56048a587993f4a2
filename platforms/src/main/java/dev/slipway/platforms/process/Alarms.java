package dev.slipway.platforms.process;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Rings after a while; tests ring by hand. */
interface Alarms extends AutoCloseable {

    /** @param ring must return at once */
    Cancel in(Duration delay, Runnable ring);

    @Override
    void close();

    /** Silences an alarm that has not rung. */
    @FunctionalInterface
    interface Cancel {
        void cancel();
    }

    /** Alarms of the real time, on one daemon thread. */
    static Alarms ofRealTime() {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("instance-alarms").factory());
        return new Alarms() {
            @Override
            public Cancel in(Duration delay, Runnable ring) {
                Future<?> future = thread.schedule(ring, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
                return () -> future.cancel(false);
            }

            @Override
            public void close() {
                thread.shutdownNow();
            }
        };
    }
}
