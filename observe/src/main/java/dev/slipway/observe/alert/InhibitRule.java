package dev.slipway.observe.alert;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * While a source alert fires, targets whose labels in {@code equal} have the same values are not told. An alert that is
 * both source and target is not held back by another that is both, or two would silence each other.
 */
public record InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal) {

    public InhibitRule {
        source = List.copyOf(source);
        target = List.copyOf(target);
        equal = List.copyOf(equal);
    }

    /** @param firing all alerts that fire now */
    public Optional<PostedAlert> inhibitor(Labels labels, Collection<PostedAlert> firing) {
        if (!MatcherText.matches(target, labels)) {
            return Optional.empty();
        }
        boolean both = MatcherText.matches(source, labels);
        return firing.stream()
                .filter(alert -> MatcherText.matches(source, alert.labels()))
                .filter(alert -> !both || !MatcherText.matches(target, alert.labels()))
                .filter(alert ->
                        equal.stream().allMatch(name -> alert.labels().get(name).equals(labels.get(name))))
                .findFirst();
    }
}
