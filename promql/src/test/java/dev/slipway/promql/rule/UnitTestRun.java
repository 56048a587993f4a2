package dev.slipway.promql.rule;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.MemorySource;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.SeriesNotation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** One test of a unit test file: feeds the series, evaluates the rules over time, and asks what is expected. */
final class UnitTestRun {

    /** In front of the reason why an assertion was not checked. */
    static final String SKIPPED = "skipped: ";

    private final UnitTestFile file;
    private final Map<String, Object> test;
    private final List<Group> groups;
    private final long start;
    private final long interval;
    private final MemorySource source = new MemorySource();
    private final Map<Rule, RuleRun> runs = new HashMap<>();
    private final Engine engine;

    UnitTestRun(UnitTestFile file, Map<String, Object> test, List<Group> groups) {
        this.file = file;
        this.test = test;
        this.groups = groups;
        this.start = UnitTestFile.startMillis(test);
        this.interval = file.evaluationIntervalMillis();
        this.engine = new Engine(source, new Limits(300_000, 1_000_000, interval));
    }

    /** What each assertion found, by its name; empty text for what was expected. */
    Map<String, String> run() throws IOException {
        load();
        Map<String, String> results = new TreeMap<>();
        evaluateRules(results);
        for (Map<String, Object> expectation : UnitTestFile.maps(test.get("promql_expr_test"))) {
            String name = UnitTestFile.text(expectation, "expr") + " at " + UnitTestFile.text(expectation, "eval_time");
            results.put(name, expressionOrReason(expectation));
        }
        return results;
    }

    private void load() {
        long step = UnitTestFile.millis(test, "interval", interval);
        for (Map<String, Object> series : UnitTestFile.maps(test.get("input_series"))) {
            Labels labels = SeriesNotation.labels(UnitTestFile.text(series, "series"));
            String values = UnitTestFile.text(series, "values");
            if (values.contains("{{")) {
                source.refuse(labels, "native histograms");
                continue;
            }
            long time = start;
            for (OptionalDouble value : SeriesNotation.values(values)) {
                if (value.isPresent()) {
                    source.add(labels, time, value.getAsDouble());
                }
                time += step;
            }
        }
    }

    private void evaluateRules(Map<String, String> results) {
        List<Map<String, Object>> alerts = UnitTestFile.maps(test.get("alert_rule_test"));
        long end = 0;
        for (Map<String, Object> expectation : alerts) {
            end = Math.max(end, UnitTestFile.millis(expectation, "eval_time", 0));
        }
        for (Map<String, Object> expectation : UnitTestFile.maps(test.get("promql_expr_test"))) {
            end = Math.max(end, UnitTestFile.millis(expectation, "eval_time", 0));
        }
        RuleEvaluator.Settings settings = new RuleEvaluator.Settings(Map.of(), "", 0, OnMissing.RESOLVE);
        RuleEvaluator evaluator = new RuleEvaluator(engine, settings);
        for (long time = 0; time <= end; time += interval) {
            for (Group group : groups) {
                for (Rule rule : group.rules()) {
                    evaluate(evaluator, group, rule, start + time);
                }
            }
            for (Map<String, Object> expectation : alerts) {
                long at = UnitTestFile.millis(expectation, "eval_time", 0);
                if (time <= at && at < time + interval) {
                    String name = UnitTestFile.text(expectation, "alertname");
                    results.put(name + " at " + at + " ms", alerts(name, expectation));
                }
            }
        }
    }

    private void evaluate(RuleEvaluator evaluator, Group group, Rule rule, long time) {
        RuleRun run = evaluator.evaluate(group, rule, runs.getOrDefault(rule, RuleRun.NONE), time);
        runs.put(rule, run);
        run.samples().forEach(sample -> source.add(sample.labels(), sample.timeMillis(), sample.value()));
    }

    private String alerts(String name, Map<String, Object> expectation) {
        List<String> wanted = new ArrayList<>();
        for (Map<String, Object> alert : UnitTestFile.maps(expectation.get("exp_alerts"))) {
            Map<String, String> labels = new TreeMap<>(Map.of("alertname", name));
            UnitTestFile.map(alert.get("exp_labels")).forEach((key, value) -> labels.put(key, value.toString()));
            wanted.add(labels + " " + new TreeMap<>(UnitTestFile.map(alert.get("exp_annotations"))));
        }
        List<String> found = new ArrayList<>();
        runs.forEach((rule, run) -> {
            if (rule instanceof Rule.Alerting && rule.name().equals(name)) {
                run.alerts().values().stream()
                        .filter(alert -> alert.state() == AlertState.FIRING)
                        .forEach(alert -> found.add(alert.labels().asMap() + " "
                                + alert.annotations().asMap()));
            }
        });
        return wanted.stream().sorted().toList().equals(found.stream().sorted().toList()) ? "" : found.toString();
    }

    private String expressionOrReason(Map<String, Object> expectation) {
        try {
            return expression(expectation);
        } catch (Problem e) {
            if (e.code().equals("not-stored")) {
                return SKIPPED + e.message();
            }
            throw e;
        }
    }

    private String expression(Map<String, Object> expectation) {
        Query query = Query.parse(UnitTestFile.text(expectation, "expr"));
        Value value = engine.instant(query, start + UnitTestFile.millis(expectation, "eval_time", 0), () -> false)
                .value();
        List<Value.Sample> found = switch (value) {
            case Value.Vector vector -> vector.samples();
            case Value.Scalar scalar -> List.of(new Value.Sample(Labels.EMPTY, 0, scalar.value()));
            case Value.Matrix _, Value.Text _ -> throw new IllegalStateException("no vector: " + value);
        };
        List<Map<String, Object>> wanted = UnitTestFile.maps(expectation.get("exp_samples"));
        boolean same = wanted.size() == found.size()
                && wanted.stream().allMatch(sample -> found.stream().anyMatch(candidate -> same(sample, candidate)));
        return same ? "" : found.toString();
    }

    private boolean same(Map<String, Object> wanted, Value.Sample found) {
        String text = UnitTestFile.text(wanted, "labels");
        Labels labels = text.isEmpty() ? Labels.EMPTY : SeriesNotation.labels(text);
        double value = FloatText.parse(UnitTestFile.text(wanted, "value")).orElse(0.0);
        boolean close = value == found.value()
                || (Double.isNaN(value) && Double.isNaN(found.value()))
                || (file.fuzzy() && Math.abs(value - found.value()) <= Math.ulp(Math.abs(value)) * 1.5);
        return labels.equals(found.labels()) && close;
    }
}
