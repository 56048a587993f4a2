package dev.slipway.delivery.judge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the judge is to look at, and how sure it must be.
 *
 * @param alpha share of healthy rollouts that may be failed by mistake, over all rules together and all looks; it is
 *     split evenly over the rules
 * @param errorRate compares how often requests fail, or null not to
 * @param latency compares how long requests take, or null not to
 * @param guards absolute limits on top
 * @param minimumRequests canary requests that a PASS needs
 * @param metrics figures of other sources that are judged, too
 */
public record JudgePolicy(
        double alpha,
        @Nullable ErrorRateRule errorRate,
        @Nullable LatencyRule latency,
        List<Threshold> guards,
        long minimumRequests,
        List<MetricRule> metrics) {

    /** Without metrics. */
    public JudgePolicy(
            double alpha,
            @Nullable ErrorRateRule errorRate,
            @Nullable LatencyRule latency,
            List<Threshold> guards,
            long minimumRequests) {
        this(alpha, errorRate, latency, guards, minimumRequests, List.of());
    }

    /** @throws dev.slipway.kernel.Problem code {@code bad-judge-policy} */
    public JudgePolicy {
        guards = List.copyOf(guards);
        metrics = List.copyOf(metrics);
        if (!(alpha > 0 && alpha <= 0.5)) {
            throw BadInput.policy("an alpha of " + alpha + "; it is a share above 0 and up to 0.5");
        }
        if (minimumRequests < 1) {
            throw BadInput.policy("a PASS after " + minimumRequests + " requests");
        }
        if (errorRate == null && latency == null && guards.isEmpty() && metrics.isEmpty()) {
            throw BadInput.policy("it has no rule, so every release would pass");
        }
    }

    /** One false alarm in twenty healthy rollouts at most; errors and p95 compared; a PASS needs 200 canary requests. */
    public static JudgePolicy standard() {
        return new JudgePolicy(0.05, ErrorRateRule.standard(), LatencyRule.standard(), List.of(), 200);
    }

    /** How many rules share alpha. */
    public int rules() {
        return (errorRate == null ? 0 : 1) + (latency == null ? 0 : 1) + guards.size() + metrics.size();
    }

    /** The false-alarm budget of one rule. */
    public double alphaPerRule() {
        return alpha / rules();
    }

    public JudgePolicy withAlpha(double share) {
        return new JudgePolicy(share, errorRate, latency, guards, minimumRequests, metrics);
    }

    public JudgePolicy withErrorRate(@Nullable ErrorRateRule rule) {
        return new JudgePolicy(alpha, rule, latency, guards, minimumRequests, metrics);
    }

    public JudgePolicy withLatency(@Nullable LatencyRule rule) {
        return new JudgePolicy(alpha, errorRate, rule, guards, minimumRequests, metrics);
    }

    /** The same with one more guard. */
    public JudgePolicy withGuard(Threshold guard) {
        List<Threshold> more = new ArrayList<>(guards);
        more.add(guard);
        return new JudgePolicy(alpha, errorRate, latency, more, minimumRequests, metrics);
    }

    public JudgePolicy withMinimumRequests(long requests) {
        return new JudgePolicy(alpha, errorRate, latency, guards, requests, metrics);
    }
}
