package dev.slipway.promql.syntax;

import dev.slipway.promql.format.DurationText;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.LabelText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.syntax.Matching.Cardinality;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes an expression in Prometheus' canonical form (promql/parser/printer.go); parsing it again gives the same. */
final class Printer {

    private Printer() {}

    static String print(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number -> number(number);
            case Expr.StringLiteral string -> LabelText.quote(string.value());
            case Expr.VectorSelector selector -> selector(selector) + timing(selector.timing());
            case Expr.MatrixSelector matrix ->
                selector(matrix.selector()) + "[" + DurationText.of(matrix.rangeMillis()) + "]"
                        + timing(matrix.selector().timing());
            case Expr.Subquery subquery -> subquery(subquery);
            case Expr.Call call ->
                call.function().name() + "("
                        + call.arguments().stream().map(Printer::print).collect(Collectors.joining(", ")) + ")";
            case Expr.Aggregation aggregation -> aggregation(aggregation);
            case Expr.Binary binary -> binary(binary);
            case Expr.Unary unary -> (unary.negative() ? "-" : "+") + print(unary.expr());
            case Expr.Paren paren -> "(" + print(paren.expr()) + ")";
        };
    }

    private static String number(Expr.NumberLiteral number) {
        if (!number.duration()) {
            return FloatText.plain(number.value());
        }
        String length = DurationText.of(Math.round(Math.abs(number.value()) * 1000));
        return number.value() < 0 ? "-" + length : length;
    }

    private static String selector(Expr.VectorSelector selector) {
        List<String> matchers = selector.matchers().stream()
                .filter(matcher -> !says(matcher, selector.name()))
                .map(Matcher::toString)
                .sorted()
                .toList();
        return matchers.isEmpty() && !selector.name().isEmpty()
                ? selector.name()
                : selector.name() + "{" + String.join(",", matchers) + "}";
    }

    private static boolean says(Matcher matcher, String name) {
        return !name.isEmpty()
                && matcher.name().equals(Labels.METRIC_NAME)
                && matcher.kind() == Matcher.Kind.EQ
                && matcher.value().equals(name);
    }

    private static String timing(Timing timing) {
        long offset = timing.offsetMillis();
        String back = offset == 0 ? "" : " offset " + (offset < 0 ? "-" : "") + DurationText.of(Math.abs(offset));
        return at(timing.at()) + back;
    }

    private static String at(Timing.@Nullable At at) {
        return switch (at) {
            case null -> "";
            case Timing.Moment(long millis) -> String.format(Locale.ROOT, " @ %.3f", millis / 1000.0);
            case Timing.Start _ -> " @ start()";
            case Timing.End _ -> " @ end()";
        };
    }

    private static String subquery(Expr.Subquery subquery) {
        String step = subquery.stepMillis() == 0 ? "" : DurationText.of(subquery.stepMillis());
        String range = DurationText.of(subquery.rangeMillis());
        return print(subquery.expr()) + "[" + range + ":" + step + "]" + timing(subquery.timing());
    }

    private static String aggregation(Expr.Aggregation aggregation) {
        StringBuilder out = new StringBuilder(aggregation.aggregator().word());
        if (aggregation.without() || !aggregation.grouping().isEmpty()) {
            out.append(aggregation.without() ? " without (" : " by (")
                    .append(labels(aggregation.grouping()))
                    .append(") ");
        }
        out.append('(');
        if (aggregation.parameter() != null) {
            out.append(print(aggregation.parameter())).append(", ");
        }
        return out.append(print(aggregation.expr())).append(')').toString();
    }

    private static String binary(Expr.Binary binary) {
        return print(binary.left()) + " " + binary.operator().sign() + (binary.bool() ? " bool" : "")
                + matching(binary.matching()) + " " + print(binary.right());
    }

    private static String matching(@Nullable Matching matching) {
        if (matching == null) {
            return "";
        }
        boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
        boolean grouped = left || matching.cardinality() == Cardinality.ONE_TO_MANY;
        String out = "";
        if (!matching.labels().isEmpty() || matching.on() || grouped) {
            out = (matching.on() ? " on (" : " ignoring (") + labels(matching.labels()) + ")";
        }
        return grouped ? out + (left ? " group_left (" : " group_right (") + labels(matching.include()) + ")" : out;
    }

    private static String labels(List<String> names) {
        return names.stream().map(LabelText::label).collect(Collectors.joining(", "));
    }
}
