package dev.slipway.promql.script;

import com.google.re2j.Pattern;
import dev.slipway.promql.engine.Annotation;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.SeriesNotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;

/** What a script expects of one answer; says what differs. */
final class Expectation {

    private static final java.util.regex.Pattern EXPECT =
            java.util.regex.Pattern.compile("expect (\\w+)(?:\\s+(msg|regex)\\s*:\\s*(.*))?");
    private static final java.util.regex.Pattern RANGE_VECTOR =
            java.util.regex.Pattern.compile("expect range vector from (\\S+) to (\\S+) step (\\S+)");

    private final Script.Eval eval;

    Expectation(Script.Eval eval) {
        this.eval = eval;
    }

    Optional<String> ofFailure(String message) {
        for (String line : eval.body()) {
            Matcher expect = EXPECT.matcher(line);
            if (line.startsWith("expected_fail_message")) {
                String wanted = line.substring("expected_fail_message".length()).strip();
                return wanted.equals(message) ? Optional.empty() : Optional.of(message);
            } else if (expect.matches() && expect.group(1).equals("fail") && !fits(expect, message)) {
                return Optional.of("failed with: " + message);
            }
        }
        return eval.expects("fail") ? Optional.empty() : Optional.of("failed with: " + message);
    }

    Optional<String> of(Answer answer) {
        if (eval.expects("fail")) {
            return Optional.of("did not fail: " + answer.value());
        }
        return annotations(answer.annotations(), Annotation.Level.WARNING, "warn")
                .or(() -> annotations(answer.annotations(), Annotation.Level.INFO, "info"))
                .or(() -> value(answer.value()));
    }

    private Optional<String> annotations(List<Annotation> all, Annotation.Level level, String word) {
        List<String> found = all.stream()
                .filter(annotation -> annotation.level() == level)
                .map(Annotation::toString)
                .toList();
        if (eval.expects("no_" + word) && !found.isEmpty()) {
            return Optional.of("unexpected " + found);
        }
        List<Matcher> wanted = eval.body().stream()
                .map(EXPECT::matcher)
                .filter(matcher -> matcher.matches() && matcher.group(1).equals(word))
                .toList();
        boolean all2 = wanted.stream().allMatch(expect -> found.stream().anyMatch(text -> fits(expect, text)));
        boolean each = wanted.isEmpty()
                || found.stream().allMatch(text -> wanted.stream().anyMatch(expect -> fits(expect, text)));
        boolean some = !eval.expects(word) || !found.isEmpty();
        return all2 && each && some ? Optional.empty() : Optional.of(word + " annotations: " + found);
    }

    private static boolean fits(Matcher expect, String text) {
        String kind = expect.group(2);
        if (kind == null) {
            return true;
        }
        String wanted = expect.group(3).strip();
        return kind.equals("msg")
                ? wanted.equals(text)
                : Pattern.compile(wanted).matcher(text).find();
    }

    private List<String> resultLines() {
        return eval.body().stream()
                .filter(line -> !line.startsWith("expect ") && !line.startsWith("expected_fail"))
                .toList();
    }

    private Optional<String> value(Value value) {
        return switch (value) {
            case Value.Scalar scalar -> scalar(scalar);
            case Value.Text text -> text(text);
            case Value.Vector vector -> vector(vector);
            case Value.Matrix matrix -> matrix(matrix);
        };
    }

    private Optional<String> text(Value.Text text) {
        String line = eval.body().stream()
                .filter(candidate -> candidate.startsWith("expect string "))
                .findFirst()
                .orElse("");
        String wanted = dev.slipway.promql.syntax.Promql.parse(line.substring("expect string ".length()))
                .toString();
        String found = dev.slipway.promql.series.LabelText.quote(text.value());
        return wanted.equals(found) ? Optional.empty() : Optional.of(found);
    }

    private Optional<String> scalar(Value.Scalar scalar) {
        List<String> lines = resultLines();
        Optional<Double> wanted = lines.isEmpty() ? Optional.empty() : FloatText.parse(lines.getFirst());
        return wanted.isPresent() && close(wanted.get(), scalar.value())
                ? Optional.empty()
                : Optional.of("scalar " + scalar.value());
    }

    private Optional<String> vector(Value.Vector vector) {
        List<SeriesNotation> wanted =
                resultLines().stream().map(SeriesNotation::parse).toList();
        boolean same = wanted.size() == vector.samples().size();
        for (int i = 0; same && i < wanted.size(); i++) {
            SeriesNotation series = wanted.get(i);
            List<Value.Sample> candidates =
                    eval.expects("ordered") ? List.of(vector.samples().get(i)) : vector.samples();
            same = candidates.stream()
                    .anyMatch(sample -> sample.labels().equals(series.labels())
                            && close(series.values().getFirst().orElseThrow(), sample.value()));
        }
        return same ? Optional.empty() : Optional.of(vector.toString());
    }

    private Optional<String> matrix(Value.Matrix matrix) {
        Matcher range = eval.body().stream()
                .map(RANGE_VECTOR::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElse(null);
        long from = range == null ? eval.from() : Script.millis(range.group(1));
        long step = range == null ? eval.step() : Script.millis(range.group(3));
        Map<Labels, Map<Long, Double>> wanted = new LinkedHashMap<>();
        for (String line : resultLines()) {
            SeriesNotation series = FloatText.parse(line).isPresent()
                    ? new SeriesNotation(Labels.EMPTY, SeriesNotation.values(line))
                    : SeriesNotation.parse(line);
            Map<Long, Double> points = wanted.computeIfAbsent(series.labels(), _ -> new LinkedHashMap<>());
            for (int i = 0; i < series.values().size(); i++) {
                OptionalDouble value = series.values().get(i);
                if (value.isPresent()) {
                    points.put(from + i * step, value.getAsDouble());
                }
            }
        }
        List<String> found = new ArrayList<>();
        boolean same = wanted.size() == matrix.series().size();
        for (Value.Points points : matrix.series()) {
            found.add(points.labels() + " " + Arrays.toString(points.timesMillis()) + " "
                    + Arrays.toString(points.values()));
            same &= same(wanted.getOrDefault(points.labels(), Map.of()), points);
        }
        return same ? Optional.empty() : Optional.of(found.toString());
    }

    private static boolean same(Map<Long, Double> wanted, Value.Points points) {
        boolean same = wanted.size() == points.size();
        for (int i = 0; i < points.size(); i++) {
            Double value = wanted.get(points.timesMillis()[i]);
            same &= value != null && close(value, points.values()[i]);
        }
        return same;
    }

    /** Within a millionth, as Prometheus compares. */
    static boolean close(double a, double b) {
        if ((Double.isNaN(a) && Double.isNaN(b)) || a == b) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        boolean tiny = a == 0 || b == 0 || sum < Double.MIN_NORMAL;
        return tiny ? difference < 1e-6 * Double.MIN_NORMAL : difference / Math.min(sum, Double.MAX_VALUE) < 1e-6;
    }
}
