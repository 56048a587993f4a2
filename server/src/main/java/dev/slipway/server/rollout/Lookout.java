package dev.slipway.server.rollout;

import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.MetricAnswer;
import dev.slipway.delivery.rollout.Rollout;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Looks at a rollout's traffic and its metrics. A look is written by whoever decides by it, in the same transaction: a
 * verdict that stops a release waits for the disk once.
 */
final class Lookout {

    private final Router router;
    private final Watcher watcher;
    private final Gauges gauges;
    private final Clerk clerk;
    private final InstantSource clock;

    Lookout(Router router, Watcher watcher, Gauges gauges, Clerk clerk, InstantSource clock) {
        this.router = router;
        this.watcher = watcher;
        this.gauges = gauges;
        this.clerk = clerk;
        this.clock = clock;
    }

    /**
     * One look, with what the metrics answered at it.
     *
     * @param fresh answers that were not known before
     * @param said whether it says anything that the look before it did not
     */
    record Sight(Watcher.Seen seen, List<MetricAnswer> fresh, boolean said) {

        Judgement judgement() {
            return seen.judgement();
        }
    }

    /** @param weight percent that the new release has, which is seen to first */
    Sight look(Sides sides, int weight) {
        Rollout rollout = sides.rollout();
        router.ensure(sides.shares(weight));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Watcher.Seen traffic = watcher.look(rollout, sides.plan(), weight, now);
        Gauges.Said metrics = gauges.judged(rollout, traffic.watch());
        Watcher.Seen seen = traffic.and(metrics.evidence());
        boolean said = !metrics.fresh().isEmpty() || !watcher.repeats(rollout, seen);
        return new Sight(seen, metrics.fresh(), said);
    }

    /** Writes it down; {@link #keep} follows once that is committed. */
    void write(Rollout rollout, Sight sight) {
        if (sight.said()) {
            clerk.looked(rollout, sight.seen(), sight.fresh());
        }
    }

    /** Remembers a look that has been written down; one that was not is taken again. */
    void keep(Rollout rollout, Sight sight) {
        if (sight.said()) {
            watcher.keep(rollout, sight.seen());
            gauges.keep(rollout.id(), sight.fresh());
        }
    }

    void forget(String rollout) {
        watcher.forget(rollout);
        gauges.forget(rollout);
    }
}
