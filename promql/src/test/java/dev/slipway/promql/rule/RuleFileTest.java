package dev.slipway.promql.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.series.Staleness;
import dev.slipway.promql.syntax.Promql;
import dev.slipway.promql.unittest.MemorySource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileTest {

    private static List<String> findings(String text) {
        return RuleFile.read("r.yml", text).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void unknownKey_isToldWithTheNearest() {
        assertThat(findings("""
                        groups:
                          - name: a
                            rules:
                              - alert: X
                                expr: up
                                annotation: {a: b}
                        """))
                .containsExactly("r.yml:6:9: error: unknown key 'annotation' (did you mean 'annotations'?)");
    }

    @Test
    void rollback_isAKeyOrAnAnnotationOfAlertsAlone() {
        List<Rule> rules = RuleFile.read("r.yml", """
                        groups:
                          - name: a
                            rules:
                              - {alert: X, expr: up, rollback: true}
                              - {alert: Y, expr: up, annotations: {rollback: 'true'}}
                              - {alert: Z, expr: up}
                        """)
                .file()
                .orElseThrow()
                .groups()
                .getFirst()
                .rules();

        assertThat(rules.stream().map(rule -> ((Rule.Alerting) rule).rollsBack()))
                .containsExactly(true, true, false);
        assertThat(findings("groups: [{name: a, rules: [{record: x, expr: up, rollback: true}]}]"))
                .singleElement()
                .asString()
                .contains("invalid field 'rollback' in recording rule");
        assertThat(findings("groups: [{name: a, rules: [{alert: X, expr: up, rollback: perhaps}]}]"))
                .singleElement()
                .asString()
                .contains("must be true or false");
    }

    @Test
    void badExpression_isToldAtItsPlace() {
        assertThat(findings("""
                        groups:
                          - name: a
                            rules:
                              - record: x
                                expr: |
                                  sum(
                                    rate(up))
                        """))
                .containsExactly("r.yml:5:15: error: could not parse expression: expected type range vector in call to"
                        + " function \"rate\", got instant vector (line 2, column 8) (add a range: up[5m])");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{record: x, expr: up, for: 1m}; invalid field 'for' in recording rule",
                "{record: 'x{a=\"b\"}', expr: up}; braces present in the recording rule name",
                "{alert: x, record: y, expr: up}; only one of 'record' and 'alert' must be set",
                "{expr: up}; one of 'record' or 'alert' must be set",
                "{alert: x}; field 'expr' must be set in rule",
                "{alert: x, expr: up, for: 5x}; not a valid duration string: \"5x\"",
                "{alert: x, expr: up, labels: {__name__: a}}; invalid label name: __name__",
                "{alert: x, expr: up, labels: {a: '{{ $nope }}'}}; undefined variable \"$nope\"",
                "{alert: x, expr: up, labels: [a]}; 'labels' must be a mapping, not a sequence"
            })
    void badRule_isRefused(String rule, String message) {
        String text = "groups:\n  - name: a\n    rules:\n      - " + rule + "\n";
        assertThat(findings(text)).singleElement().asString().contains(message);
    }

    @Test
    void emptyFile_hasNoGroups() {
        assertThat(RuleFile.read("r.yml", "").file().orElseThrow().groups()).isEmpty();
        assertThat(findings("groups: [{name: a}, {name: a}]"))
                .singleElement()
                .asString()
                .contains("is repeated");
        assertThat(findings("groups: [{rules: []}]"))
                .singleElement()
                .asString()
                .contains("Groupname must not be empty");
    }

    @Test
    void recordingRule_writesSeriesAndTheirEnd() {
        MemorySource source =
                new MemorySource().load(60_000, "up{job=\"a\"} 1 _ _").load(60_000, "up{job=\"b\"} 1 1 1");
        String text = """
                groups:
                  - name: g
                    query_offset: 1m
                    labels: {team: x, zone: eu}
                    rules:
                      - {record: "job:up:sum", expr: "sum by (job) (up)", labels: {team: y}}
                """;
        Group group = RuleFile.read("r.yml", text).file().orElseThrow().groups().getFirst();
        Engine engine = new Engine(source, new Limits(60_000, 1000, 60_000));
        RuleEvaluator evaluator =
                new RuleEvaluator(engine, new RuleEvaluator.Settings(Map.of(), "", 0, OnMissing.KEEP));
        RuleRun first = evaluator.evaluate(group, group.rules().getFirst(), RuleRun.NONE, 60_000);
        assertThat(first.samples())
                .extracting(sample -> sample.labels() + " " + sample.value() + " " + sample.timeMillis())
                .containsExactlyInAnyOrder(
                        "job:up:sum{job=\"a\", team=\"y\", zone=\"eu\"} 1.0 0",
                        "job:up:sum{job=\"b\", team=\"y\", zone=\"eu\"} 1.0 0");
        RuleRun second = evaluator.evaluate(group, group.rules().getFirst(), first, 120_000);
        assertThat(second.samples()).anySatisfy(sample -> {
            assertThat(sample.labels().get("job")).isEqualTo("a");
            assertThat(Staleness.isMarker(sample.value())).isTrue();
        });
    }

    @Test
    void groupLabels_areTemplatesToo() {
        String text = """
                groups:
                  - name: g
                    labels: {who: "{{ $labels.job }}", severity: low}
                    rules:
                      - {alert: A, expr: up, labels: {severity: high}}
                """;
        Group group = RuleFile.read("r.yml", text).file().orElseThrow().groups().getFirst();
        MemorySource source = new MemorySource().load(60_000, "up{job=\"a\"} 1");
        RuleRun run = new RuleEvaluator(
                        new Engine(source, Limits.DEFAULT), new RuleEvaluator.Settings(Map.of(), "", 0, OnMissing.KEEP))
                .evaluate(group, group.rules().getFirst(), RuleRun.NONE, 0);
        assertThat(run.alerts().keySet())
                .extracting(Object::toString)
                .containsExactly("{alertname=\"A\", job=\"a\", severity=\"high\", who=\"a\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "up == 0; up",
                "count(up == 0) > 3; count(up)",
                "rate(a[5m]) / rate(b[5m]) > 0.1 and c > 1; rate(a[5m]) / rate(b[5m])",
                "5 < a; a",
                "a > bool 1; a > bool 1",
                "max_over_time((a > 1)[5m:]); max_over_time(a[5m:])",
                "a > on (x) group_right () b; b"
            })
    void probe_isTheExpressionWithoutFilters(String expr, String probe) {
        assertThat(DataProbe.of(Promql.parse(expr)))
                .hasValueSatisfying(found -> assertThat(found).hasToString(probe));
    }

    @Test
    void absence_needsNoData() {
        assertThat(DataProbe.of(Promql.parse("absent(up) == 1"))).isEmpty();
        assertThat(DataProbe.of(Promql.parse("absent_over_time(up[5m])"))).isEmpty();
    }
}
