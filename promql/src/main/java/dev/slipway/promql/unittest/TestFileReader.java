package dev.slipway.promql.unittest;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import dev.slipway.promql.rule.Section;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.SeriesNotation;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Reads files of rule tests with the checks of promtool, and says where something is wrong. */
final class TestFileReader {

    private static final Set<String> FILE_KEYS =
            Set.of("rule_files", "evaluation_interval", "group_eval_order", "tests", "fuzzy_compare");
    private static final Set<String> TEST_KEYS = Set.of(
            "interval",
            "input_series",
            "alert_rule_test",
            "promql_expr_test",
            "external_labels",
            "external_url",
            "name",
            "start_timestamp");
    private static final Set<String> SERIES_KEYS = Set.of("series", "values");
    private static final Set<String> ALERT_KEYS = Set.of("eval_time", "alertname", "exp_alerts");
    private static final Set<String> EXPECTED_ALERT_KEYS = Set.of("exp_labels", "exp_annotations");
    private static final Set<String> EXPRESSION_KEYS = Set.of("expr", "eval_time", "exp_samples");
    private static final Set<String> SAMPLE_KEYS = Set.of("labels", "value", "histogram");
    private static final long USUAL_INTERVAL = 60_000;

    private final String file;
    private final List<Finding> findings = new ArrayList<>();

    TestFileReader(String file) {
        this.file = file;
    }

    TestFile.Reading read(String text) {
        Yaml.Document document = Yaml.read(file, text);
        findings.addAll(document.findings());
        TestFile read = document.root()
                .flatMap(root -> section(root, FILE_KEYS))
                .map(this::file)
                .orElseGet(() -> new TestFile(List.of(), USUAL_INTERVAL, List.of(), false, List.of()));
        boolean good = !Finding.anyError(findings);
        return new TestFile.Reading(
                good ? Optional.of(read) : Optional.empty(),
                findings.stream().distinct().toList());
    }

    private Optional<Section> section(YamlNode node, Set<String> keys) {
        return Optional.ofNullable(Section.of(node, keys, findings));
    }

    private <T> List<T> each(Section section, String key, Set<String> keys, Function<Section, Optional<T>> read) {
        return section.items(key).stream()
                .flatMap(node -> section(node, keys).stream())
                .flatMap(one -> read.apply(one).stream())
                .toList();
    }

    private TestFile file(Section section) {
        long interval = positive(section.duration("evaluation_interval"), USUAL_INTERVAL);
        List<TestCase> tests = new ArrayList<>();
        for (YamlNode node : section.items("tests")) {
            section(node, TEST_KEYS).ifPresent(test -> tests.add(test(test, tests.size(), interval)));
        }
        return new TestFile(names(section, "rule_files"), interval, order(section), flag(section), tests);
    }

    /** A length of no time means that none was given. */
    private static long positive(OptionalLong millis, long otherwise) {
        return millis.isPresent() && millis.getAsLong() > 0 ? millis.getAsLong() : otherwise;
    }

    private static boolean flag(Section section) {
        String text = section.text("fuzzy_compare");
        if (!Set.of("", "true", "false").contains(text)) {
            section.error(section.position("fuzzy_compare"), "'fuzzy_compare' must be true or false", null);
        }
        return text.equals("true");
    }

    private static List<String> order(Section section) {
        List<String> order = names(section, "group_eval_order");
        if (new HashSet<>(order).size() < order.size()) {
            section.error(
                    section.position("group_eval_order"),
                    "a group is named twice in the evaluation order",
                    "name each group once");
        }
        return order;
    }

    private static List<String> names(Section section, String key) {
        List<String> names = new ArrayList<>();
        for (YamlNode node : section.items(key)) {
            if (node instanceof YamlNode.Scalar scalar) {
                names.add(scalar.text());
            } else {
                section.error(node.position(), "expected text, got " + node.describe(), null);
            }
        }
        return names;
    }

    private TestCase test(Section section, int number, long interval) {
        String name = section.text("name");
        return new TestCase(
                section.position(),
                name.isEmpty() ? "test " + (number + 1) : name,
                start(section),
                positive(section.duration("interval"), interval),
                each(section, "input_series", SERIES_KEYS, TestFileReader::input),
                each(section, "alert_rule_test", ALERT_KEYS, this::alertCheck),
                each(section, "promql_expr_test", EXPRESSION_KEYS, this::expressionCheck),
                texts(section, "external_labels"),
                section.text("external_url"));
    }

    private static Map<String, String> texts(Section section, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        section.texts(key).forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    /** A time after RFC 3339 or seconds since the epoch. */
    private static long start(Section section) {
        String text = section.text("start_timestamp");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
                    : Math.round(Double.parseDouble(text) * 1000);
        } catch (DateTimeException | NumberFormatException e) {
            section.error(
                    section.position("start_timestamp"),
                    "'" + text + "' is no time",
                    "write 2026-01-31T12:00:00Z, or seconds since 1970");
            return 0;
        }
    }

    private static Optional<TestCase.Input> input(Section section) {
        Optional<Labels> labels = labels(section, "series");
        String values = section.text("values");
        if (values.contains("{{")) {
            return labels.map(TestCase.Input.Histograms::new);
        }
        try {
            return labels.map(named -> new TestCase.Input.Floats(named, SeriesNotation.values(values)));
        } catch (Problem e) {
            section.error(section.position("values"), e.message(), e.hint());
            return Optional.empty();
        }
    }

    private static Optional<Labels> labels(Section section, String key) {
        String text = section.text(key);
        try {
            return Optional.of(text.isEmpty() ? Labels.EMPTY : SeriesNotation.labels(text));
        } catch (Problem e) {
            section.error(section.position(key), e.message(), e.hint());
            return Optional.empty();
        }
    }

    private Optional<TestCase.AlertCheck> alertCheck(Section section) {
        String alert = section.text("alertname");
        if (alert.isEmpty()) {
            section.error(section.position(), "an item of alert_rule_test has no 'alertname'", "name the alert");
        }
        List<TestCase.ExpectedAlert> expected = each(
                section,
                "exp_alerts",
                EXPECTED_ALERT_KEYS,
                one -> Optional.of(
                        new TestCase.ExpectedAlert(texts(one, "exp_labels"), texts(one, "exp_annotations"))));
        return Optional.of(new TestCase.AlertCheck(
                section.position(), section.duration("eval_time").orElse(0), alert, expected));
    }

    private Optional<TestCase.ExpressionCheck> expressionCheck(Section section) {
        List<TestCase.ExpectedSample> expected = each(
                section,
                "exp_samples",
                SAMPLE_KEYS,
                one -> labels(one, "labels").map(labels -> new TestCase.ExpectedSample(labels, number(one))));
        return Optional.of(new TestCase.ExpressionCheck(
                section.position(), section.duration("eval_time").orElse(0), section.text("expr"), expected));
    }

    /** A number of YAML; a sample with a histogram has none, and whatever would yield it cannot be asked. */
    private static double number(Section section) {
        Optional<YamlNode> node = section.value("value");
        if (node.isEmpty()) {
            return 0;
        }
        if (node.get() instanceof YamlNode.Scalar scalar) {
            Optional<Double> number = YamlNumbers.read(scalar);
            if (number.isPresent()) {
                return number.get();
            }
        }
        section.error(node.get().position(), "'value' must be a number", "write 1.5, .inf, -.inf or .nan");
        return 0;
    }
}
