package dev.slipway.promql.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.promql.format.Replacement;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.LabelNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions that make labels of labels. */
final class LabelCalls {

    private LabelCalls() {}

    static List<Line> replace(Evaluation evaluation, Expr.Call call, Grid grid) {
        String target = Strings.of(call.arguments().get(1));
        String template = Strings.of(call.arguments().get(2));
        String source = Strings.of(call.arguments().get(3));
        Pattern pattern = pattern(Strings.of(call.arguments().get(4)));
        requireName(target, "invalid destination label name in label_replace(): ");
        return relabelled(evaluation, call, grid, target, labels -> {
            Matcher matcher = pattern.matcher(labels.get(source));
            return matcher.matches() ? Replacement.expand(template, matcher) : null;
        });
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw Failure.of(
                    "invalid regular expression in label_replace(): " + regex,
                    "patterns are RE2's: no lookaround and no back references");
        }
    }

    static List<Line> join(Evaluation evaluation, Expr.Call call, Grid grid) {
        String target = Strings.of(call.arguments().get(1));
        String separator = Strings.of(call.arguments().get(2));
        List<String> sources = call.arguments().subList(3, call.arguments().size()).stream()
                .map(Strings::of)
                .toList();
        sources.forEach(source -> requireName(source, "invalid source label name in label_join(): "));
        requireName(target, "invalid destination label name in label_join(): ");
        return relabelled(
                evaluation,
                call,
                grid,
                target,
                labels -> sources.stream().map(labels::get).collect(Collectors.joining(separator)));
    }

    static void requireName(String name, String message) {
        if (!LabelNames.isValid(name)) {
            throw Failure.of(message + name, "a label's name is any text in UTF-8 that is not empty");
        }
    }

    private static List<Line> relabelled(
            Evaluation evaluation, Expr.Call call, Grid grid, String target, Function<Labels, @Nullable String> value) {
        boolean name = target.equals(Labels.METRIC_NAME);
        List<Line> relabelled = new ArrayList<>();
        for (Line line : evaluation.lines(call.arguments().getFirst(), grid)) {
            String text = value.apply(line.labels());
            relabelled.add(
                    text == null
                            ? line
                            : new Line(line.labels().with(target, text), line.dropName() && !name, line.values()));
        }
        return Lines.merged(relabelled);
    }
}
