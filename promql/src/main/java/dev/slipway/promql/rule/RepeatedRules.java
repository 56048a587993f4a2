package dev.slipway.promql.rule;

import dev.slipway.kernel.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds rules with the name and the labels of another, as the lint of {@code promtool check rules} does: they may write
 * the same series. They are allowed, so each is a warning.
 */
public final class RepeatedRules {

    private RepeatedRules() {}

    /** One warning for each rule that repeats one before it. */
    public static List<Finding> of(List<Group> groups) {
        Map<Identity, Rule> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Group group : groups) {
            for (Rule rule : group.rules()) {
                Rule other = first.putIfAbsent(identity(group, rule), rule);
                if (other != null) {
                    findings.add(Finding.warning(
                            "repeated-rule",
                            rule.position(),
                            "rule '" + rule.name() + "' has the name and labels of the one at " + other.position(),
                            "give one of them another label"));
                }
            }
        }
        return findings;
    }

    private static Identity identity(Group group, Rule rule) {
        Map<String, String> labels = new HashMap<>(group.labels());
        switch (rule) {
            case Rule.Recording recording -> labels.putAll(recording.labels());
            case Rule.Alerting alerting ->
                labels.putAll(alerting.labels().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().text())));
        }
        return new Identity(rule.name(), labels);
    }

    private record Identity(String name, Map<String, String> labels) {}
}
