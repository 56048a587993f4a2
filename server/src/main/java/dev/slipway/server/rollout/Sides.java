package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The two releases of a rollout, and how much of each may run and be routed at its present place. */
record Sides(Rollout rollout, RolloutPlan plan) {

    /** The whole new release. */
    Side next() {
        Progress progress = rollout.progress();
        return new Side(plan.next(), progress.secrets(), progress.renewals());
    }

    /** The whole old release. */
    Optional<Side> previous() {
        Progress progress = rollout.progress();
        return plan.previous().map(side -> new Side(side, progress.previousSecrets(), progress.previousRenewals()));
    }

    /** The old release if it stays running without traffic after the rollout. */
    Optional<Side> warm() {
        boolean kept = rollout.kind() == Rollout.Kind.DEPLOY && plan.keepsWarm().isPositive();
        return previous().filter(side -> kept && !side.equals(next()));
    }

    /** As many new instances as the present stage has. */
    Side growing() {
        return next().first(plan.growing(rollout.progress()));
    }

    /** The new instances that have passed their smoke tests: no others may get traffic. */
    Side verified() {
        return next().first(plan.verified(rollout.progress()));
    }

    /** The old instances that the present stage leaves. */
    Optional<Side> remaining() {
        return previous().map(side -> side.first(plan.remaining(rollout.progress())));
    }

    /** What may be routed now, the new release with this weight. */
    List<Router.Share> shares(int weight) {
        return Stream.concat(
                        Stream.of(new Router.Share(verified(), pool(), weight)),
                        remaining().stream().map(side -> new Router.Share(side, 100 - weight)))
                .toList();
    }

    /** The old release with all traffic. */
    List<Router.Share> restored() {
        return Stream.concat(
                        Stream.of(new Router.Share(verified(), pool(), 0)),
                        previous().stream().map(side -> new Router.Share(side, 100)))
                .toList();
    }

    /** What the new release's traffic is counted under. */
    String pool() {
        return Side.pool(rollout);
    }

    /** The weight that the edge was told last, on the way to the present stage. */
    int weightBefore() {
        int stage = rollout.progress().place().stage();
        return stage == 0 ? 0 : plan.stages().get(stage - 1).weight();
    }

    int weight() {
        return plan.stage(rollout.progress()).weight();
    }
}
