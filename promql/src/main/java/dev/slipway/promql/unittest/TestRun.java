package dev.slipway.promql.unittest;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.format.DurationText;
import dev.slipway.promql.rule.AlertState;
import dev.slipway.promql.rule.Group;
import dev.slipway.promql.rule.OnMissing;
import dev.slipway.promql.rule.Rule;
import dev.slipway.promql.rule.RuleEvaluator;
import dev.slipway.promql.rule.RuleRun;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.unittest.CheckResult.Outcome;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One test: evaluates the rules step by step over the series, then looks at what was asked for. As with promtool, a
 * sample is not there before the rules have come to its time; every group is evaluated at the file's interval, whatever
 * it says itself; an alert is looked at as it was at the last evaluation; and an expression that a rule cannot answer
 * ends the test.
 */
final class TestRun {

    private static final long LOOKBACK = 300_000;
    private static final int MOST_SAMPLES = 50_000_000;

    private final TestFile file;
    private final TestCase test;
    private final List<Group> groups;
    private final MemorySource source = new MemorySource();
    private final IdentityHashMap<Rule, RuleRun> runs = new IdentityHashMap<>();
    private final RuleEvaluator evaluator;
    private final List<CheckResult> results = new ArrayList<>();

    TestRun(TestFile file, TestCase test, List<Group> groups) {
        this.file = file;
        this.test = test;
        this.groups = groups;
        this.evaluator = new RuleEvaluator(
                new Engine(source, new Limits(LOOKBACK, MOST_SAMPLES, file.intervalMillis())),
                new RuleEvaluator.Settings(test.externalLabels(), test.externalUrl(), 0, OnMissing.RESOLVE));
    }

    List<CheckResult> run() {
        test.inputs().forEach(this::load);
        boolean answered = results.isEmpty();
        for (long time = 0; answered && time <= test.lastMillis(); time += file.intervalMillis()) {
            source.showUntil(test.startMillis() + time);
            answered = evaluate(test.startMillis() + time);
            if (answered) {
                checkAlerts(time);
            }
        }
        if (answered) {
            test.expressions().forEach(this::check);
        }
        return results;
    }

    private void load(TestCase.Input input) {
        if (source.has(input.labels())) {
            unanswered(test.position(), "input_series", repeated(input.labels()));
            return;
        }
        switch (input) {
            case TestCase.Input.Histograms(Labels labels) -> source.refuse(labels, "native histograms are not stored");
            case TestCase.Input.Floats(Labels labels, List<OptionalDouble> values) -> {
                long time = test.startMillis();
                for (OptionalDouble value : values) {
                    if (value.isPresent()) {
                        source.add(labels, time, value.getAsDouble());
                    }
                    time += test.stepMillis();
                }
            }
        }
    }

    private static Problem repeated(Labels labels) {
        return Problem.of(
                Problem.Kind.INVALID,
                "repeated-series",
                "the series " + labels + " is given twice",
                "a series has one value at a time");
    }

    /** @return false when a rule had no answer */
    private boolean evaluate(long at) {
        int before = results.size();
        for (Group group : groups) {
            for (Rule rule : group.rules()) {
                evaluate(group, rule, at);
            }
        }
        return results.size() == before;
    }

    private void evaluate(Group group, Rule rule, long at) {
        try {
            RuleRun run = evaluator.evaluate(group, rule, runs.getOrDefault(rule, RuleRun.NONE), at);
            runs.put(rule, run);
            run.samples().forEach(sample -> source.add(sample.labels(), sample.timeMillis(), sample.value()));
        } catch (Problem problem) {
            unanswered(rule.position(), "rule " + rule.name() + " at " + words(at - test.startMillis()), problem);
        }
    }

    private void checkAlerts(long time) {
        for (TestCase.AlertCheck check : test.alerts()) {
            if (time <= check.atMillis() && check.atMillis() < time + file.intervalMillis()) {
                String name = "alert " + check.alert() + " at " + words(check.atMillis());
                compare(check.position(), name, expected(check), firing(check.alert()));
            }
        }
    }

    private static List<String> expected(TestCase.AlertCheck check) {
        return check.expected().stream()
                .map(alert -> {
                    Map<String, String> labels = new TreeMap<>(alert.labels());
                    labels.put("alertname", check.alert());
                    return words(labels, alert.annotations());
                })
                .sorted()
                .toList();
    }

    private List<String> firing(String name) {
        return runs.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof Rule.Alerting rule
                        && rule.name().equals(name))
                .flatMap(entry -> entry.getValue().alerts().values().stream())
                .filter(alert -> alert.state() == AlertState.FIRING)
                .map(alert -> words(alert.labels().asMap(), alert.annotations().asMap()))
                .sorted()
                .toList();
    }

    private static String words(Map<String, String> labels, Map<String, String> annotations) {
        return Labels.of(labels) + (annotations.isEmpty() ? "" : " " + Labels.of(annotations));
    }

    private static String words(long millis) {
        return DurationText.of(millis);
    }

    private void check(TestCase.ExpressionCheck check) {
        String name = check.expression().strip() + " at " + words(check.atMillis());
        try {
            SampleList expected = new SampleList(check.expected());
            SampleList found = ask(check);
            Outcome outcome = expected.matches(found, file.fuzzy())
                    ? new Outcome.Passed()
                    : new Outcome.Failed(expected.words(), found.words());
            results.add(new CheckResult(check.position(), test.name(), name, outcome));
        } catch (Problem problem) {
            unanswered(check.position(), name, problem);
        }
    }

    private SampleList ask(TestCase.ExpressionCheck check) {
        Query query = Query.parse(check.expression());
        long at = test.startMillis() + check.atMillis();
        return SampleList.of(evaluator.vector(query, at));
    }

    private void compare(Position position, String name, List<String> expected, List<String> found) {
        Outcome outcome = expected.equals(found)
                ? new Outcome.Passed()
                : new Outcome.Failed(String.join(", ", expected), String.join(", ", found));
        results.add(new CheckResult(position, test.name(), name, outcome));
    }

    private void unanswered(Position position, String name, Problem problem) {
        Outcome outcome = new Outcome.Unanswered(problem.message(), problem.hint());
        results.add(new CheckResult(position, test.name(), name, outcome));
    }
}
