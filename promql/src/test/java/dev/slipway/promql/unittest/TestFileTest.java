package dev.slipway.promql.unittest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import dev.slipway.promql.rule.Group;
import dev.slipway.promql.rule.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How rule tests are read and judged, where promtool's own examples do not say. */
class TestFileTest {

    private static final String RULES = """
            groups:
            - name: late
              rules: [{record: twice, expr: once * 2}]
            - name: early
              rules:
              - {record: once, expr: vector(21)}
              - alert: Always
                expr: vector(1)
                labels: {where: '{{ $externalLabels.region }}'}
                annotations: {page: '{{ externalURL }}/{{ $value }}'}
            """;

    private static List<String> verdicts(String text) {
        TestFile file = TestFile.read("t.yml", text).file().orElseThrow();
        List<Group> groups =
                RuleFile.read("rules.yml", RULES).file().orElseThrow().groups();
        return file.run(groups).stream()
                .map(result -> result.outcome().toString())
                .toList();
    }

    private static List<String> findings(String text) {
        return TestFile.read("t.yml", text).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void alert_hasExternalLabelsAndUrl() {
        assertThat(verdicts("""
                tests:
                - external_labels: {region: eu}
                  external_url: http://here.example/x
                  alert_rule_test:
                  - alertname: Always
                    eval_time: 1m
                    exp_alerts:
                    - exp_labels: {where: eu}
                      exp_annotations: {page: http://here.example/x/1}
                """)).containsExactly("Passed[]");
    }

    @Test
    void samples_areNotThereBeforeTheRulesComeToTheirTime() {
        assertThat(verdicts("""
                tests:
                - interval: 15s
                  input_series: [{series: a, values: 0+1x20}]
                  promql_expr_test:
                  - {expr: a, eval_time: 90s, exp_samples: [{labels: a, value: 4}]}
                  - {expr: a offset -1m, eval_time: 60s, exp_samples: [{labels: a, value: 4}]}
                """)).containsExactly("Passed[]", "Passed[]");
    }

    @Test
    void groups_areEvaluatedInTheOrderGiven() {
        String test = "tests: [{promql_expr_test: [{expr: twice, exp_samples: [{labels: twice, value: 42}]}]}]";

        assertThat(verdicts("group_eval_order: [early, late]\n" + test)).containsExactly("Passed[]");
        assertThat(verdicts(test)).singleElement().asString().startsWith("Failed[");
    }

    @Test
    void failure_saysWhatWasExpectedAndFound() {
        assertThat(verdicts("tests: [{promql_expr_test: [{expr: vector(1), exp_samples: [{value: .inf}]}]}]"))
                .containsExactly("Failed[expected={} +Inf, found={} 1]");
    }

    @Test
    void series_givenTwiceOrWithHistogramsAreNoAnswer() {
        assertThat(verdicts("tests: [{input_series: [{series: a, values: 1}, {series: a, values: 2}]}]"))
                .singleElement()
                .asString()
                .contains("given twice");
        assertThat(verdicts("""
                tests:
                - input_series: [{series: a, values: '{{count:1}}'}]
                  promql_expr_test: [{expr: a}, {expr: b, exp_samples: []}]
                """))
                .satisfiesExactly(
                        a -> assertThat(a).contains("native histograms"),
                        b -> assertThat(b).isEqualTo("Passed[]"));
    }

    @Test
    void mistakes_haveTheirPlace() {
        assertThat(findings("tests: [{alert_rule_test: [{eval_time: 1m}]}]"))
                .singleElement()
                .asString()
                .contains("t.yml:1:28", "alertname");
        assertThat(findings("tests:\n- promql_expr_test:\n  - {expr: a, exp_samples: [{value: '16'}]}"))
                .singleElement()
                .asString()
                .contains("t.yml:3:37", "must be a number");
        assertThat(findings("tests: [{input_series: [{series: a, values: 1 two}]}]"))
                .singleElement()
                .asString()
                .contains("'two'");
        assertThat(findings("test: []")).singleElement().asString().contains("unknown key 'test'");
        assertThat(findings("group_eval_order: [a, a]"))
                .singleElement()
                .asString()
                .contains("named twice");
        assertThat(findings("tests: [{start_timestamp: today}]"))
                .singleElement()
                .asString()
                .contains("no time");
        assertThat(findings("")).isEmpty();
    }
}
