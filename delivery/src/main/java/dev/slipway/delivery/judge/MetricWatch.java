package dev.slipway.delivery.judge;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The metrics of a policy at one moment of a rollout.
 *
 * @param since when the present wait of the rollout began; windows are counted from here
 * @param now the moment, to the millisecond, as it is stored
 * @param beside whether the old release has traffic to be compared with
 */
public record MetricWatch(JudgePolicy policy, Instant since, Instant now, boolean beside) {

    /** Answers a window that is over; throws or says in its evidence why it cannot. */
    @FunctionalInterface
    public interface Source {
        Evidence answer(int metric, MetricWindow window, boolean compared);
    }

    /** One piece of evidence for each metric, in the policy's order. */
    public List<Evidence> evidence(Source source) {
        return IntStream.range(0, policy.metrics().size())
                .mapToObj(metric -> evidence(metric, source))
                .toList();
    }

    private Evidence evidence(int metric, Source source) {
        MetricRule rule = policy.metrics().get(metric);
        return MetricWindow.lastOver(since, rule.firstWindow(), now)
                .map(window -> source.answer(metric, window, compared(rule)))
                .orElseGet(() -> MetricJudge.tooEarly(rule, policy.alphaPerRule()));
    }

    private boolean compared(MetricRule rule) {
        return beside && rule.beside().isPresent();
    }

    /** The evidence by answers that were kept; a window without one says nothing. */
    public List<Evidence> evidence(Collection<MetricAnswer> kept) {
        return evidence((metric, window, compared) -> find(kept, metric, window, compared)
                .map(answer -> answer.judged(policy))
                .orElseGet(() -> MetricJudge.silent(
                        policy.metrics().get(metric), policy.alphaPerRule(), "its source had no answer at that time")));
    }

    /** The answer to exactly this question. */
    public static Optional<MetricAnswer> find(
            Collection<MetricAnswer> kept, int metric, MetricWindow window, boolean compared) {
        return kept.stream()
                .filter(answer -> answer.metric() == metric
                        && answer.window().equals(window)
                        && answer.baseline().isPresent() == compared)
                .findFirst();
    }
}
