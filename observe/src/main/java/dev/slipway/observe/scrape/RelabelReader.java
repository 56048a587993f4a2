package dev.slipway.observe.scrape;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.observe.config.Fields;
import dev.slipway.observe.relabel.RelabelAction;
import dev.slipway.observe.relabel.RelabelRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code relabel_configs}, with the rules that Prometheus has about which keys go with which action. */
final class RelabelReader {

    private RelabelReader() {}

    static List<RelabelRule> rules(Fields job, String key) {
        List<RelabelRule> rules = new ArrayList<>();
        for (Fields fields : job.mappings(key)) {
            rules.add(rule(fields));
            fields.end();
        }
        return rules;
    }

    private static RelabelRule rule(Fields fields) {
        RelabelAction action = fields.value(
                "action",
                RelabelAction::of,
                "one of " + String.join(", ", RelabelAction.words()),
                RelabelAction.REPLACE);
        RelabelRule rule = new RelabelRule(
                action,
                fields.texts("source_labels"),
                fields.text("separator").orElse(RelabelRule.SEMICOLON),
                fields.value(
                        "regex", RelabelReader::pattern, "an RE2 pattern", RelabelRule.pattern(RelabelRule.ANYTHING)),
                fields.text("target_label").orElse(""),
                fields.text("replacement").orElse(RelabelRule.FIRST_GROUP),
                fields.number("modulus", 0));
        check(fields, rule);
        return rule;
    }

    private static Optional<Pattern> pattern(String text) {
        try {
            return Optional.of(RelabelRule.pattern(text));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static void check(Fields fields, RelabelRule rule) {
        String word = rule.action().word();
        if (rule.action().needsTarget() && rule.targetLabel().isEmpty()) {
            fields.refuse(
                    "target_label",
                    "missing-key",
                    "action '" + word + "' needs a target_label",
                    "add target_label: ...");
        }
        if (rule.action() == RelabelAction.HASHMOD && rule.modulus() == 0) {
            fields.refuse("modulus", "missing-key", "action 'hashmod' needs a modulus", "add modulus: ...");
        }
        switch (rule.action()) {
            case KEEPEQUAL, DROPEQUAL -> only(fields, word, List.of("regex", "modulus", "separator", "replacement"));
            case LABELDROP, LABELKEEP ->
                only(fields, word, List.of("source_labels", "target_label", "modulus", "separator", "replacement"));
            case REPLACE, LOWERCASE, UPPERCASE, KEEP, DROP, HASHMOD, LABELMAP -> only(fields, word, List.of());
        }
    }

    private static void only(Fields fields, String action, List<String> without) {
        for (String key : without) {
            if (fields.has(key)) {
                fields.refuse(key, "bad-key", "action '" + action + "' takes no " + key, "remove it");
            }
        }
    }
}
