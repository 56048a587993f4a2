package dev.slipway.server.rule;

import dev.slipway.kernel.Finding;
import dev.slipway.promql.rule.Group;
import dev.slipway.promql.rule.Rule;
import dev.slipway.promql.rule.RuleFile;
import dev.slipway.promql.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of a project: every file in {@code .slipway/rules}. They see the project's own series only, and all that
 * they yield carries the label {@code project}, so no rule may set that itself.
 */
public final class RuleFolder {

    private static final String PROJECT = "project";

    private RuleFolder() {}

    /**
     * What is wrong with rule files.
     *
     * @param files path to text
     */
    public static List<Finding> check(Map<String, String> files) {
        List<Finding> findings = new ArrayList<>();
        files.forEach((name, text) -> {
            RuleFile.Reading reading = RuleFile.read(name, text);
            findings.addAll(reading.findings());
            reading.file().ifPresent(file -> file.groups().forEach(group -> findings.addAll(foreign(group))));
        });
        return List.copyOf(findings);
    }

    private static List<Finding> foreign(Group group) {
        return group.rules().stream()
                .filter(rule -> group.labels().containsKey(PROJECT) || setsProject(rule))
                .map(rule -> Finding.error(
                        "bad-rule",
                        rule.position(),
                        "rule '" + rule.name() + "' sets the label project",
                        "remove it: Slipway sets it to the project's name"))
                .toList();
    }

    private static boolean setsProject(Rule rule) {
        return switch (rule) {
            case Rule.Recording recording -> recording.labels().containsKey(PROJECT);
            case Rule.Alerting alerting -> alerting.labels().containsKey(PROJECT);
        };
    }

    /** The groups of a project's files; files with errors are left out. */
    public static List<WatchedGroup> groups(String project, Map<String, String> files) {
        List<WatchedGroup> groups = new ArrayList<>();
        files.forEach((name, text) -> RuleFile.read(name, text)
                .file()
                .ifPresent(file -> file.groups()
                        .forEach(group -> groups.add(WatchedGroup.of(project, name, bound(group, project))))));
        return List.copyOf(groups);
    }

    private static Group bound(Group group, String project) {
        Map<String, String> labels = new HashMap<>(group.labels());
        labels.put(PROJECT, project);
        return new Group(
                group.position(),
                group.name(),
                group.intervalMillis(),
                group.queryOffsetMillis(),
                group.limit(),
                labels,
                group.rules().stream().map(rule -> bound(rule, project)).toList());
    }

    private static Rule bound(Rule rule, String project) {
        return switch (rule) {
            case Rule.Recording recording -> recording;
            case Rule.Alerting alerting -> {
                Map<String, Template> labels = new HashMap<>(alerting.labels());
                labels.put(PROJECT, Template.parse(project, Set.of()));
                yield alerting.withLabels(labels);
            }
        };
    }
}
