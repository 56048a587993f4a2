package dev.slipway.server.rollout;

import dev.slipway.delivery.port.Platform;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The end of a trial: nothing that it started may be left running. */
public final class Trials {

    private static final int LONGEST_SECONDS = 30;

    private Trials() {}

    /** Waits until the platform has no instance any more, at most half a minute. */
    public static void awaitEmpty(Platform platform) {
        Semaphore changed = new Semaphore(0);
        platform.onChange(_ -> changed.release());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        try {
            while (!platform.instances().isEmpty() && System.nanoTime() < deadline) {
                changed.tryAcquire(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
