package dev.slipway.server.rollout;

import dev.slipway.delivery.judge.Evidence;
import dev.slipway.delivery.judge.JudgePolicy;
import dev.slipway.delivery.judge.MetricAnswer;
import dev.slipway.delivery.judge.MetricJudge;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.judge.MetricWatch;
import dev.slipway.delivery.judge.MetricWindow;
import dev.slipway.delivery.port.MetricSource;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the metrics of a rollout's judge. A window that was answered is kept with the look that it was asked at, and is
 * never asked again; one that could not be answered is.
 */
final class Gauges {

    private final Books books;
    private final MetricSource source;
    private final Map<String, List<MetricAnswer>> kept = new ConcurrentHashMap<>();

    Gauges(Books books, MetricSource source) {
        this.books = books;
        this.source = source;
    }

    /**
     * What the metrics say.
     *
     * @param fresh answers that were not known before, to be kept
     */
    record Said(List<Evidence> evidence, List<MetricAnswer> fresh) {}

    /** When the present wait of the rollout began, as far as its metrics are concerned. */
    static Instant since(Rollout rollout) {
        Instant since = rollout.state() == RolloutState.BAKING
                ? rollout.stateSince()
                : rollout.progress().place().since();
        return since.truncatedTo(ChronoUnit.MILLIS);
    }

    /** What the metrics say now, in the order of the rules. */
    Said judged(Rollout rollout, MetricWatch watch) {
        attend(rollout, watch);
        List<MetricAnswer> known = watch.policy().metrics().isEmpty() ? List.of() : known(rollout.id());
        List<MetricAnswer> fresh = new ArrayList<>();
        List<Evidence> evidence = watch.evidence((metric, window, compared) -> {
            Optional<MetricAnswer> before = MetricWatch.find(known, metric, window, compared);
            return before.map(answer -> answer.judged(watch.policy()))
                    .orElseGet(() -> ask(rollout, watch, metric, window, compared, fresh));
        });
        return new Said(evidence, List.copyOf(fresh));
    }

    /** Remembers answers that have been written down. */
    void keep(String rollout, List<MetricAnswer> fresh) {
        if (!fresh.isEmpty()) {
            List<MetricAnswer> all = new ArrayList<>(known(rollout));
            all.addAll(fresh);
            kept.put(rollout, List.copyOf(all));
        }
    }

    void forget(String rollout) {
        kept.remove(rollout);
    }

    private List<MetricAnswer> known(String rollout) {
        return kept.computeIfAbsent(
                rollout, id -> books.database().read(sql -> books.looks().answers(sql, id)));
    }

    private Evidence ask(
            Rollout rollout,
            MetricWatch watch,
            int metric,
            MetricWindow window,
            boolean compared,
            List<MetricAnswer> fresh) {
        JudgePolicy policy = watch.policy();
        MetricRule rule = policy.metrics().get(metric);
        try {
            List<Double> canary = points(rollout, rule, rollout.release(), window);
            Optional<List<Double>> baseline =
                    compared ? rollout.previous().map(old -> points(rollout, rule, old, window)) : Optional.empty();
            MetricAnswer answer = new MetricAnswer(metric, window, watch.now(), canary, baseline);
            fresh.add(answer);
            return answer.judged(policy);
        } catch (Problem e) {
            return MetricJudge.silent(rule, policy.alphaPerRule(), e.message());
        }
    }

    /** Lets sources that know the present value only take note of it. */
    private void attend(Rollout rollout, MetricWatch watch) {
        watch.policy().metrics().forEach(rule -> {
            source.attend(subject(rollout, rollout.release()), rule, watch.now());
            if (watch.beside() && rule.beside().isPresent()) {
                rollout.previous().ifPresent(old -> source.attend(subject(rollout, old), rule, watch.now()));
            }
        });
    }

    private List<Double> points(Rollout rollout, MetricRule rule, String release, MetricWindow window) {
        return Arrays.stream(source.points(subject(rollout, release), rule, window.from(), window.until()))
                .boxed()
                .toList();
    }

    private static MetricSource.Subject subject(Rollout rollout, String release) {
        return new MetricSource.Subject(rollout.project(), rollout.environment(), release);
    }
}
