package dev.slipway.promql.rule;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.LabelNames;
import dev.slipway.promql.syntax.Promql;
import dev.slipway.promql.template.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads rule files with the checks of Prometheus' model/rulefmt. */
final class RuleReader {

    private static final Set<String> FILE_KEYS = Set.of("groups");
    private static final Set<String> GROUP_KEYS =
            Set.of("name", "interval", "query_offset", "limit", "rules", "labels");
    private static final Set<String> RULE_KEYS =
            Set.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations", "rollback");
    private static final Set<String> VARIABLES = Set.of("labels", "externalLabels", "externalURL", "value");

    private final String file;
    private final List<Finding> findings = new ArrayList<>();

    RuleReader(String file) {
        this.file = file;
    }

    RuleFile.Reading read(String text) {
        Yaml.Document document = Yaml.read(file, text);
        findings.addAll(document.findings());
        List<Group> groups = document.root().map(this::groups).orElse(List.of());
        boolean good = !Finding.anyError(findings);
        List<Finding> distinct = findings.stream().distinct().toList();
        return new RuleFile.Reading(good ? Optional.of(new RuleFile(groups)) : Optional.empty(), distinct);
    }

    private List<Group> groups(YamlNode root) {
        Section section = Section.of(root, FILE_KEYS, findings);
        List<Group> groups = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (section != null) {
            for (YamlNode node : section.items("groups")) {
                Section group = Section.of(node, GROUP_KEYS, findings);
                if (group != null) {
                    groups.add(group(group, names));
                }
            }
        }
        return groups;
    }

    private Group group(Section section, Set<String> names) {
        String name = section.text("name");
        if (name.isEmpty()) {
            section.error(section.position(), "Groupname must not be empty", "give the group a 'name'");
        } else if (!names.add(name)) {
            section.error(
                    section.position("name"),
                    "groupname: \"" + name + "\" is repeated in the same file",
                    "rename one of the groups");
        }
        List<Rule> rules = new ArrayList<>();
        for (YamlNode node : section.items("rules")) {
            Section rule = Section.of(node, RULE_KEYS, findings);
            if (rule != null) {
                rule(rule, section).ifPresent(rules::add);
            }
        }
        return new Group(
                section.position(),
                name,
                section.duration("interval"),
                section.duration("query_offset"),
                section.number("limit"),
                labels(section),
                rules);
    }

    private Optional<Rule> rule(Section section, Section group) {
        boolean record = !section.text("record").isEmpty();
        boolean alert = !section.text("alert").isEmpty();
        if (record == alert) {
            section.error(
                    section.position(),
                    record ? "only one of 'record' and 'alert' must be set" : "one of 'record' or 'alert' must be set",
                    null);
            return Optional.empty();
        }
        Optional<Query> query = query(section);
        Optional<? extends Rule> rule = record ? recording(section, query) : alerting(section, group, query);
        return rule.map(Rule.class::cast);
    }

    private Optional<Query> query(Section section) {
        String text = section.text("expr");
        if (text.isBlank()) {
            section.error(section.position("expr"), "field 'expr' must be set in rule", null);
            return Optional.empty();
        }
        Promql.Parsed parsed = Promql.read(file, text);
        Position start = section.position("expr");
        for (Finding finding : parsed.findings()) {
            Position at = finding.position();
            String place = at.line() == 1 ? "column " + at.column() : "line " + at.line() + ", column " + at.column();
            section.error(
                    start, "could not parse expression: " + finding.message() + " (" + place + ")", finding.hint());
        }
        return parsed.expr().map(expr -> new Query(text, expr));
    }

    private Optional<Rule.Recording> recording(Section section, Optional<Query> query) {
        String name = section.text("record");
        for (String key : List.of("annotations", "for", "keep_firing_for", "rollback")) {
            boolean set = switch (key) {
                case "annotations" -> !section.texts(key).isEmpty();
                case "rollback" -> !section.text(key).isEmpty();
                default -> section.duration(key).orElse(0) != 0;
            };
            if (set) {
                section.error(
                        section.position(key),
                        "invalid field '" + key + "' in recording rule",
                        "only alerting rules have it");
            }
        }
        if (!LabelNames.isValid(name)) {
            section.error(section.position("record"), "invalid recording rule name: " + name, null);
        } else if (name.contains("{") || name.contains("}")) {
            section.error(
                    section.position("record"),
                    "braces present in the recording rule name; should it be in expr?: " + name,
                    "write the name alone here, and labels under 'labels'");
        }
        Map<String, String> labels = labels(section);
        return query.map(expr -> new Rule.Recording(section.position(), name, expr, labels));
    }

    private Optional<Rule.Alerting> alerting(Section section, Section group, Optional<Query> query) {
        labels(section);
        Map<String, Template> labels = templates(group, "labels");
        labels.putAll(templates(section, "labels"));
        Map<String, Template> annotations = templates(section, "annotations");
        section.texts("annotations").forEach((name, value) -> {
            if (!LabelNames.isValid(name)) {
                section.error(value.position(), "invalid annotation name: " + name, null);
            }
        });
        long hold = section.duration("for").orElse(0);
        long keep = section.duration("keep_firing_for").orElse(0);
        boolean rollback = flag(section, "rollback");
        return query.map(expr -> new Rule.Alerting(
                section.position(), section.text("alert"), expr, hold, keep, labels, annotations, rollback));
    }

    private static boolean flag(Section section, String key) {
        String text = section.text(key);
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            section.error(section.position(key), "'" + key + "' must be true or false", null);
        }
        return text.equals("true");
    }

    private Map<String, String> labels(Section section) {
        Map<String, String> labels = new LinkedHashMap<>();
        section.texts("labels").forEach((name, value) -> {
            if (!LabelNames.isValid(name) || name.equals(Labels.METRIC_NAME)) {
                section.error(value.position(), "invalid label name: " + name, "choose another name");
            }
            labels.put(name, value.text());
        });
        return labels;
    }

    private static Map<String, Template> templates(Section section, String key) {
        Map<String, Template> templates = new LinkedHashMap<>();
        section.texts(key).forEach((name, value) -> {
            try {
                templates.put(name, Template.parse(value.text(), VARIABLES));
            } catch (Problem e) {
                String kind = key.equals("labels") ? "label" : "annotation";
                section.error(value.position(), kind + " \"" + name + "\": " + e.message(), e.hint());
            }
        });
        return templates;
    }
}
