package dev.slipway.promql.rule;

import dev.slipway.promql.engine.Value;
import dev.slipway.promql.series.Labels;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a rule has come to after an evaluation: keep it for the next one.
 *
 * @param alerts by their labels; those that ended are kept for a while, so that their end can be told
 * @param written the labels of the series that the evaluation wrote
 * @param samples to be stored now: the rule's series, and a staleness marker for each that it no longer writes
 */
public record RuleRun(Map<Labels, Alert> alerts, Set<Labels> written, List<Value.Sample> samples) {

    /** Before the first evaluation. */
    public static final RuleRun NONE = new RuleRun(Map.of(), Set.of(), List.of());

    public RuleRun {
        alerts = Map.copyOf(alerts);
        written = Set.copyOf(written);
        samples = List.copyOf(samples);
    }
}
