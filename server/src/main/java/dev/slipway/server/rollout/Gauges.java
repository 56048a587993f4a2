package dev.slipway.server.rollout;

import dev.slipway.delivery.judge.Evidence;
import dev.slipway.delivery.judge.MetricJudge;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.judge.MetricWindow;
import dev.slipway.delivery.port.MetricSource;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Looks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the metrics of a rollout's judge. A window that was judged is known; one that could not be is asked again. */
final class Gauges {

    private final MetricSource source;
    private final Map<Asked, Evidence> known = new ConcurrentHashMap<>();

    Gauges(MetricSource source) {
        this.source = source;
    }

    private record Asked(String rollout, MetricRule rule, Looks.Phase phase, MetricWindow window) {}

    /** What the metrics say now, in the order of the rules. */
    List<Evidence> judged(Rollout rollout, RolloutPlan plan, Looks.Phase phase, Instant now) {
        return plan.environment().judge().metrics().stream()
                .map(rule -> evidence(rollout, plan, rule, phase, now))
                .toList();
    }

    void forget(String rollout) {
        known.keySet().removeIf(asked -> asked.rollout().equals(rollout));
    }

    private Evidence evidence(Rollout rollout, RolloutPlan plan, MetricRule rule, Looks.Phase phase, Instant now) {
        double alpha = plan.environment().judge().alphaPerRule();
        Instant since = rollout.state() == RolloutState.BAKING
                ? rollout.stateSince()
                : rollout.progress().place().since();
        Optional<MetricWindow> window = MetricWindow.lastOver(since, rule.firstWindow(), now);
        if (window.isEmpty()) {
            return MetricJudge.tooEarly(rule, alpha);
        }
        Asked asked = new Asked(rollout.id(), rule, phase, window.get());
        Evidence before = known.get(asked);
        if (before != null) {
            return before;
        }
        try {
            Evidence evidence = MetricJudge.judge(
                    rule,
                    alpha,
                    window.get(),
                    points(rollout, rule, rollout.release(), window.get()),
                    phase == Looks.Phase.CANARY && rule.worse().isPresent()
                            ? rollout.previous().map(old -> points(rollout, rule, old, window.get()))
                            : Optional.empty());
            known.put(asked, evidence);
            return evidence;
        } catch (Problem e) {
            return MetricJudge.silent(rule, alpha, e.message());
        }
    }

    private double[] points(Rollout rollout, MetricRule rule, String release, MetricWindow window) {
        String query = rule.query()
                .replace("{{release}}", release)
                .replace("{{environment}}", rollout.environment())
                .replace("{{project}}", rollout.project());
        return source.range(rule.url(), query, window.from(), window.until(), rule.step());
    }
}
