package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.TransitionTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The points at which control planes have ended so far; the next one gets past those and ends at the first new one. */
final class Crashes {

    private final Set<String> had = new HashSet<>();
    private final Set<TransitionTable.Row<RolloutState, RolloutEvent>> rows = new HashSet<>();

    /** The rows of the table that control planes ended at, both before and after the commit. */
    Set<TransitionTable.Row<RolloutState, RolloutEvent>> rows() {
        return Set.copyOf(rows);
    }

    int count() {
        return had.size();
    }

    /** A life that ends at the first point that is new. */
    Life mortal() {
        return new Life(true);
    }

    /** A life that gets past every point. */
    Life immortal() {
        return new Life(false);
    }

    /** What a control plane lives by; when it is over, nothing that it tries has an effect any more. */
    final class Life {

        private final boolean mortal;
        private final CountDownLatch over = new CountDownLatch(1);

        private Life(boolean mortal) {
            this.mortal = mortal;
        }

        /** Reaches a point; throws when the life ends here or is over already. */
        void reach(String point) {
            synchronized (Crashes.this) {
                if (isOver()) {
                    throw new Crash("over before " + point);
                }
                if (mortal && had.add(point)) {
                    over.countDown();
                    throw new Crash(point);
                }
            }
        }

        /** The point after the commit of a transition, which is the second of its two. */
        void reachEnd(String point, TransitionTable.Row<RolloutState, RolloutEvent> row) {
            synchronized (Crashes.this) {
                if (mortal) {
                    rows.add(row);
                }
            }
            reach(point);
        }

        boolean isOver() {
            return over.getCount() == 0;
        }

        /** Waits until it is over, at most as long. */
        boolean endsWithin(Duration patience) throws InterruptedException {
            return over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
