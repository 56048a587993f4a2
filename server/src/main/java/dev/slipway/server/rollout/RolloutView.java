package dev.slipway.server.rollout;

import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.judge.Arm;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.Stage;
import dev.slipway.store.rollout.Looks;
import dev.slipway.store.rollout.Rollouts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A rollout as the API and the pages show it, with everything about it that can be asked. */
public record RolloutView(
        String id,
        String project,
        String environment,
        String release,
        Optional<String> previous,
        Rollout.Kind kind,
        String strategy,
        RolloutState state,
        int weight,
        int step,
        List<String> steps,
        String reason,
        String requestedBy,
        Instant requestedAt,
        Instant updatedAt,
        Optional<Instant> finishedAt,
        List<GateStatus> gates,
        List<Approval> approvals,
        Optional<Judgement> verdict,
        List<Rollouts.Moment> timeline,
        List<String> actions) {

    /** @param plan absent where the configuration of a release can no longer be read: then stages and weight are not known */
    static RolloutView of(
            Rollout rollout,
            Optional<RolloutPlan> plan,
            List<GateStatus> gates,
            List<Approval> approvals,
            Optional<Judgement> verdict,
            List<Rollouts.Moment> timeline) {
        int stage = rollout.progress().place().stage();
        return new RolloutView(
                rollout.id(),
                rollout.project(),
                rollout.environment(),
                rollout.release(),
                rollout.previous(),
                rollout.kind(),
                rollout.strategy(),
                rollout.state(),
                plan.map(known -> weight(rollout, known)).orElse(0),
                stage,
                plan.stream()
                        .flatMap(known -> known.stages().stream())
                        .map(Stage::words)
                        .toList(),
                rollout.reason(),
                rollout.requestedBy(),
                rollout.requestedAt(),
                rollout.stateSince(),
                rollout.finishedAt(),
                gates,
                approvals,
                verdict,
                timeline,
                Commands.possible(rollout, timeline));
    }

    /** Percent of the traffic that the new release has now. */
    private static int weight(Rollout rollout, RolloutPlan plan) {
        return switch (rollout.state()) {
            case REQUESTED,
                    GATED,
                    PREPARED,
                    STARTED,
                    VERIFIED,
                    FAILED,
                    SUPERSEDED,
                    CANCELLED,
                    ROLLED_BACK,
                    CHECKING_ROLLBACK,
                    ROLLING_BACK -> 0;
            case PROMOTED, BAKING, FINISHING, SUCCEEDED -> 100;
            case SHIFTING, OBSERVING, HELD, NEEDS_HUMAN ->
                plan.stages()
                        .get(Math.min(
                                rollout.progress().place().stage(),
                                plan.stages().size() - 1))
                        .weight();
        };
    }

    /** A look as a picture needs it. */
    public record LookView(Instant at, String phase, int weight, ArmView canary, ArmView baseline) {

        static LookView of(Looks.Seen seen) {
            return new LookView(
                    seen.look().at(),
                    seen.phase().name().toLowerCase(Locale.ROOT),
                    seen.weight(),
                    ArmView.of(seen.look().canary()),
                    ArmView.of(seen.look().baseline()));
        }
    }

    /** Counts and latencies of one release in one look; a latency is absent when nothing was measured. */
    public record ArmView(
            long requests,
            long errors,
            Optional<Double> p50Millis,
            Optional<Double> p95Millis,
            Optional<Double> p99Millis) {

        static ArmView of(Arm arm) {
            return new ArmView(
                    arm.requests(), arm.errors(), quantile(arm, 0.50), quantile(arm, 0.95), quantile(arm, 0.99));
        }

        private static Optional<Double> quantile(Arm arm, double share) {
            return arm.latency().total() == 0
                    ? Optional.empty()
                    : Optional.of(arm.latency().quantile(share).toNanos() / 1e6);
        }
    }
}
