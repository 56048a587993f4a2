package dev.slipway.promql.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.TransitionTable;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Staleness;
import dev.slipway.promql.unittest.MemorySource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertingTest {

    private static final long MINUTE = 60_000;

    /** Evaluates every minute and answers the state of the only alert each time, or "-". */
    private static List<String> states(
            MemorySource source, OnMissing onMissing, String hold, String keep, int minutes) {
        Group group = group(hold, keep, 0);
        RuleEvaluator evaluator = evaluator(source, onMissing);
        RuleRun run = RuleRun.NONE;
        List<String> states = new ArrayList<>();
        for (int minute = 0; minute <= minutes; minute++) {
            run = evaluator.evaluate(group, group.rules().getFirst(), run, minute * MINUTE);
            states.add(run.alerts().values().stream()
                    .findFirst()
                    .map(alert -> alert.state().toString())
                    .orElse("-"));
        }
        return states;
    }

    private static RuleEvaluator evaluator(MemorySource source, OnMissing onMissing) {
        RuleEvaluator.Settings settings = new RuleEvaluator.Settings(Map.of(), "http://localhost", 0, onMissing);
        return new RuleEvaluator(new Engine(source, new Limits(MINUTE, 1000, MINUTE)), settings);
    }

    private static Group group(String hold, String keep, int limit) {
        String rules = """
                groups:
                  - name: g
                    limit: %d
                    rules:
                      - alert: Down
                        expr: up == 0
                        for: %s
                        keep_firing_for: %s
                        labels: {severity: page}
                        annotations: {summary: "{{ $labels.job }} is {{ $value }}"}
                """.formatted(limit, hold, keep);
        return RuleFile.read("rules.yml", rules).file().orElseThrow().groups().getFirst();
    }

    @Test
    void alert_isPendingThenFiringThenEnds() {
        MemorySource source = new MemorySource().load(MINUTE, "up{job=\"a\"} 1 0 0 0 1 1");
        assertThat(states(source, OnMissing.RESOLVE, "2m", "0", 5))
                .containsExactly("-", "PENDING", "PENDING", "FIRING", "INACTIVE", "INACTIVE");
    }

    @Test
    void alert_withoutFor_firesAtOnce() {
        MemorySource source = new MemorySource().load(MINUTE, "up{job=\"a\"} 0 1");
        assertThat(states(source, OnMissing.RESOLVE, "0s", "0", 1)).containsExactly("FIRING", "INACTIVE");
    }

    @Test
    void pendingAlert_isForgotten() {
        MemorySource source = new MemorySource().load(MINUTE, "up{job=\"a\"} 0 1 0");
        assertThat(states(source, OnMissing.RESOLVE, "5m", "0", 2)).containsExactly("PENDING", "-", "PENDING");
    }

    @Test
    void keepFiringFor_bridgesGaps() {
        MemorySource source = new MemorySource().load(MINUTE, "up{job=\"a\"} 0 1 0 1 1 1");
        assertThat(states(source, OnMissing.RESOLVE, "0s", "2m", 5))
                .containsExactly("FIRING", "FIRING", "FIRING", "FIRING", "FIRING", "INACTIVE");
    }

    @Test
    void missingData_isNoEnd() {
        MemorySource source = new MemorySource().load(MINUTE, "up{job=\"a\"} 0 _ _ 0 _ 1");
        assertThat(states(source, OnMissing.KEEP, "0s", "0", 5))
                .containsExactly("FIRING", "UNKNOWN", "UNKNOWN", "FIRING", "UNKNOWN", "INACTIVE");
        assertThat(states(source, OnMissing.RESOLVE, "0s", "0", 1)).containsExactly("FIRING", "INACTIVE");
    }

    @Test
    void endedAlert_isKeptForAQuarterOfAnHour() {
        MemorySource source = new MemorySource().load(MINUTE, "up{job=\"a\"} 0 1x30");
        List<String> states = states(source, OnMissing.RESOLVE, "0s", "0", 20);
        assertThat(states.subList(1, 17)).containsOnly("INACTIVE");
        assertThat(states.subList(17, 21)).containsOnly("-");
    }

    @Test
    void series_areWrittenAndEnded() {
        MemorySource source = new MemorySource().load(MINUTE, "up{job=\"a\"} 0 0 1");
        Group group = group("1m", "0", 0);
        RuleEvaluator evaluator = evaluator(source, OnMissing.RESOLVE);
        RuleRun pending = evaluator.evaluate(group, group.rules().getFirst(), RuleRun.NONE, 0);
        RuleRun firing = evaluator.evaluate(group, group.rules().getFirst(), pending, MINUTE);
        Labels base = Labels.of("alertname", "Down", "job", "a", "severity", "page");
        Labels alerts = base.with("__name__", "ALERTS");
        assertThat(pending.samples()).anySatisfy(sample -> {
            assertThat(sample.labels()).isEqualTo(alerts.with("alertstate", "pending"));
            assertThat(sample.value()).isEqualTo(1);
        });
        assertThat(firing.samples()).anySatisfy(sample -> {
            assertThat(sample.labels()).isEqualTo(alerts.with("alertstate", "pending"));
            assertThat(Staleness.isMarker(sample.value())).isTrue();
        });
        assertThat(firing.samples()).anySatisfy(sample -> {
            assertThat(sample.labels()).isEqualTo(base.with("__name__", "ALERTS_FOR_STATE"));
            assertThat(sample.value()).isZero();
        });
        assertThat(firing.alerts().get(base).annotations().get("summary")).isEqualTo("a is 0");
    }

    @Test
    void limit_isHeld() {
        MemorySource source = new MemorySource().load(MINUTE, "up{job=\"a\"} 0").load(MINUTE, "up{job=\"b\"} 0");
        Group group = group("0s", "0", 1);
        assertThatThrownBy(() -> evaluator(source, OnMissing.RESOLVE)
                        .evaluate(group, group.rules().getFirst(), RuleRun.NONE, 0))
                .isInstanceOf(Problem.class)
                .hasMessage("exceeded limit of 1 with 2 alerts");
    }

    @Test
    void table_isVisitedWhole() throws Exception {
        Set<TransitionTable.Row<AlertState, AlertEvent>> visited = new HashSet<>();
        try (AutoCloseable _ = AlertTable.TABLE.listen(visited::add)) {
            states(new MemorySource().load(MINUTE, "up 1 0 0 1"), OnMissing.RESOLVE, "1m", "0", 3);
            states(new MemorySource().load(MINUTE, "up 0 _ 0 _ 1"), OnMissing.KEEP, "0s", "0", 4);
            Alert firing =
                    Alert.begun(Labels.EMPTY, Labels.EMPTY, Labels.EMPTY, 1, 0).fired(0);
            assertThat(firing.lengthened().state()).isEqualTo(AlertState.PENDING);
            assertThat(firing.lengthened().cleared(1).state()).isEqualTo(AlertState.INACTIVE);
        }
        assertThat(visited).containsExactlyInAnyOrderElementsOf(AlertTable.TABLE.rows());
    }
}
