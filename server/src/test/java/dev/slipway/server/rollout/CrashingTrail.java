package dev.slipway.server.rollout;

import dev.slipway.store.Database;
import dev.slipway.store.rollout.Rollouts;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jooq.DSLContext;

/**
 * Ends the control plane twice at every transition that it writes: right before the commit, when the effect is done and
 * nothing says so, and right after it, when it is written and nobody has acted on it.
 */
final class CrashingTrail implements Trail {

    private final Rollouts rollouts = new Rollouts();
    private final Set<String> had = new HashSet<>();
    private final Semaphore crashes = new Semaphore(0);

    @Override
    public synchronized void append(
            DSLContext sql, String who, String what, String subject, String project, String text) {
        if (what.equals("rollout.request")) {
            return;
        }
        int place = rollouts.timeline(sql, subject).size();
        String transition = subject + " " + place + " " + what;
        if (had.add(transition + " before")) {
            throw crash("before the commit of " + transition);
        }
        if (had.add(transition + " after")) {
            Database.afterCommit(sql, () -> {
                throw crash("after the commit of " + transition);
            });
        }
    }

    private Crash crash(String where) {
        crashes.release();
        return new Crash(where);
    }

    /** Waits until a control plane has ended since the last call, at most as long. */
    boolean crashed(java.time.Duration patience) throws InterruptedException {
        return crashes.tryAcquire(patience.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }
}
