package dev.slipway.promql.rule;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Staleness;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evaluates rules: what was and what the source holds come in, what is and what to store go out. */
public final class RuleEvaluator {

    private final Asked asked;
    private final Settings settings;

    public RuleEvaluator(Engine engine, Settings settings) {
        this((query, at) -> engine.instant(query, at, () -> false), settings);
    }

    /** @param asked answers the rules' expressions */
    public RuleEvaluator(Asked asked, Settings settings) {
        this.asked = asked;
        this.settings = settings;
    }

    /** Whoever answers expressions, which may be a server elsewhere. */
    @FunctionalInterface
    public interface Asked {

        /**
         * @param atMillis since the epoch
         * @throws Problem when there is no answer
         */
        Answer instant(Query query, long atMillis);
    }

    /**
     * One evaluation of one rule.
     *
     * @param before what the rule had come to
     * @param atMillis the evaluation's time, since the epoch
     * @throws Problem when the expression has no answer, series collide or the group's limit is exceeded; the rule then
     *     stays as it was
     */
    public RuleRun evaluate(Group group, Rule rule, RuleRun before, long atMillis) {
        long offset = group.queryOffsetMillis().orElse(settings.queryOffsetMillis());
        List<Value.Sample> vector = vector(rule.query(), atMillis - offset);
        return switch (rule) {
            case Rule.Recording recording -> recorded(group, recording, before, vector, atMillis - offset);
            case Rule.Alerting alerting ->
                new AlertingRun(this, group, alerting, atMillis, offset).next(before, vector);
        };
    }

    Settings settings() {
        return settings;
    }

    /**
     * What a rule with this expression would look at.
     *
     * @param atMillis since the epoch
     * @throws Problem when there is no answer, or one that is neither vector nor scalar
     */
    public List<Value.Sample> vector(Query query, long atMillis) {
        Answer answer = asked.instant(query, atMillis);
        return switch (answer.value()) {
            case Value.Vector vector -> vector.samples();
            case Value.Scalar scalar -> List.of(new Value.Sample(Labels.EMPTY, scalar.timeMillis(), scalar.value()));
            case Value.Matrix _, Value.Text _ ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "rule-failed",
                        "rule result is not a vector or scalar",
                        "apply a function such as rate() to the range");
        };
    }

    private static RuleRun recorded(
            Group group, Rule.Recording rule, RuleRun before, List<Value.Sample> vector, long atMillis) {
        List<Value.Sample> samples = new ArrayList<>();
        Set<Labels> written = new LinkedHashSet<>();
        for (Value.Sample sample : vector) {
            Labels.Builder labels = sample.labels().toBuilder().set(Labels.METRIC_NAME, rule.name());
            group.labels().forEach(labels::set);
            rule.labels().forEach(labels::set);
            Labels built = labels.build();
            if (!written.add(built)) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "rule-failed",
                        "vector contains metrics with the same labelset after applying rule labels",
                        "the labels of rule " + rule.name() + " hide what tells the series apart");
            }
            samples.add(new Value.Sample(built, atMillis, sample.value()));
        }
        requireWithin(group, samples.size(), "series");
        return new RuleRun(Map.of(), written, withMarkers(samples, before.written(), written, atMillis));
    }

    static void requireWithin(Group group, int count, String what) {
        if (group.limit() > 0 && count > group.limit()) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "rule-limit",
                    "exceeded limit of " + group.limit() + " with " + count + " " + what,
                    "aggregate more, or raise the limit of group " + group.name());
        }
    }

    /** The samples, and the end of each series that was written before and is not now. */
    static List<Value.Sample> withMarkers(
            List<Value.Sample> samples, Set<Labels> before, Set<Labels> now, long atMillis) {
        List<Value.Sample> all = new ArrayList<>(samples);
        before.stream()
                .filter(labels -> !now.contains(labels))
                .sorted()
                .forEach(labels -> all.add(new Value.Sample(labels, atMillis, Staleness.MARKER)));
        return all;
    }

    /**
     * What holds for all rules.
     *
     * @param externalLabels known to templates
     * @param externalUrl under which users reach the monitoring
     * @param queryOffsetMillis of groups that do not say
     */
    public record Settings(
            Map<String, String> externalLabels, String externalUrl, long queryOffsetMillis, OnMissing onMissing) {

        public Settings {
            externalLabels = Map.copyOf(externalLabels);
        }
    }
}
