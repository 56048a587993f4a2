package dev.slipway.promql.rule;

import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Rules that are evaluated one after the other at the same time.
 *
 * @param intervalMillis between evaluations; empty for the default
 * @param queryOffsetMillis how far back the expressions look, for sources that are late; empty for the default
 * @param limit how many series or alerts a rule may yield; 0 for any number
 * @param labels added to those of every rule, which win
 */
public record Group(
        Position position,
        String name,
        OptionalLong intervalMillis,
        OptionalLong queryOffsetMillis,
        int limit,
        Map<String, String> labels,
        List<Rule> rules) {
    public Group {
        labels = Map.copyOf(labels);
        rules = List.copyOf(rules);
    }
}
