package dev.slipway.observe.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.promql.series.Labels;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelabelRuleTest {

    private static final Labels LABELS = Labels.of("a", "foo", "b", "bar", "c", "baz");

    private static RelabelRule rule(
            RelabelAction action, List<String> source, String regex, String target, String replacement) {
        return new RelabelRule(action, source, ";", RelabelRule.pattern(regex), target, replacement, 1000);
    }

    @Test
    void replace_setsTheTargetWithTheGroupsOfAWholeMatch() {
        assertThat(rule(RelabelAction.REPLACE, List.of("a", "b"), "f(.*);b(?P<rest>.*)", "d", "${1}-$rest-$$")
                        .apply(LABELS))
                .contains(LABELS.with("d", "oo-ar-$"));
        assertThat(rule(RelabelAction.REPLACE, List.of("a"), "fo", "d", "x").apply(LABELS))
                .contains(LABELS);
    }

    @Test
    void replace_makesTheTargetsNameToo() {
        assertThat(rule(RelabelAction.REPLACE, List.of("a"), "(f)(.*)", "${1}_$2", "x")
                        .apply(LABELS))
                .contains(LABELS.with("f_oo", "x"));
    }

    @Test
    void replace_readsAGroupsNameAsFarAsItGoes() {
        assertThat(rule(RelabelAction.REPLACE, List.of("a"), "(f).*", "d", "<$1x>$9${")
                        .apply(LABELS))
                .contains(LABELS.with("d", "<>${"));
    }

    @Test
    void replace_takesTheLabelAwayForAnEmptyResult() {
        assertThat(rule(RelabelAction.REPLACE, List.of("a"), "f(x?).*", "a", "$1")
                        .apply(LABELS))
                .contains(LABELS.without("a"));
    }

    @Test
    void keepAndDrop_decideByAWholeMatch() {
        assertThat(rule(RelabelAction.KEEP, List.of("a"), "fo.*", "", "").apply(LABELS))
                .contains(LABELS);
        assertThat(rule(RelabelAction.KEEP, List.of("a"), "fo", "", "").apply(LABELS))
                .isEmpty();
        assertThat(rule(RelabelAction.DROP, List.of("a"), "fo.*", "", "").apply(LABELS))
                .isEmpty();
        assertThat(rule(RelabelAction.DROP, List.of("a", "b"), "foo", "", "").apply(LABELS))
                .contains(LABELS);
    }

    @Test
    void equality_decidesBySourceAndTarget() {
        Labels same = LABELS.with("d", "foo");
        assertThat(rule(RelabelAction.KEEPEQUAL, List.of("a"), ".*", "d", "").apply(same))
                .contains(same);
        assertThat(rule(RelabelAction.KEEPEQUAL, List.of("a"), ".*", "b", "").apply(same))
                .isEmpty();
        assertThat(rule(RelabelAction.DROPEQUAL, List.of("a"), ".*", "d", "").apply(same))
                .isEmpty();
        assertThat(rule(RelabelAction.DROPEQUAL, List.of("a"), ".*", "b", "").apply(same))
                .contains(same);
    }

    @Test
    void hashmod_agreesWithPrometheus() {
        assertThat(rule(RelabelAction.HASHMOD, List.of("c"), ".*", "d", "").apply(LABELS))
                .contains(LABELS.with("d", "976"));
    }

    @Test
    void case_isChanged() {
        assertThat(rule(RelabelAction.UPPERCASE, List.of("a", "b"), ".*", "d", "")
                        .apply(LABELS))
                .contains(LABELS.with("d", "FOO;BAR"));
        assertThat(rule(RelabelAction.LOWERCASE, List.of("d"), ".*", "d", "").apply(LABELS.with("d", "XyZ")))
                .contains(LABELS.with("d", "xyz"));
    }

    @Test
    void names_areMappedDroppedAndKept() {
        Labels meta = Labels.of("__meta_app", "shop", "__meta_zone", "eu", "x", "y");
        assertThat(rule(RelabelAction.LABELMAP, List.of(), "__meta_(.+)", "", "$1")
                        .apply(meta))
                .contains(meta.with("app", "shop").with("zone", "eu"));
        assertThat(rule(RelabelAction.LABELDROP, List.of(), "__meta_.*", "", "").apply(meta))
                .contains(Labels.of("x", "y"));
        assertThat(rule(RelabelAction.LABELKEEP, List.of(), "x|__meta_app", "", "")
                        .apply(meta))
                .contains(Labels.of("x", "y", "__meta_app", "shop"));
    }

    @Test
    void rules_runInTheirOrderUntilOneDrops() {
        List<RelabelRule> rules = List.of(
                rule(RelabelAction.REPLACE, List.of("a"), "(.*)", "d", "$1"),
                rule(RelabelAction.DROP, List.of("d"), "foo", "", ""),
                rule(RelabelAction.REPLACE, List.of("a"), "(.*)", "e", "$1"));
        assertThat(RelabelRule.apply(rules, LABELS)).isEmpty();
        assertThat(RelabelRule.apply(rules.subList(0, 1), LABELS)).isEqualTo(Optional.of(LABELS.with("d", "foo")));
    }
}
