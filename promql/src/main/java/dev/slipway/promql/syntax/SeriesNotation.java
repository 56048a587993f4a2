package dev.slipway.promql.syntax;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.format.DurationText;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Staleness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Series with their samples as rule unit tests write them: {@code up{job="api"} 1 0+10x5 _ _x3 stale}. See
 * Prometheus' documentation of unit testing for rules, section "series".
 *
 * @param values one for each interval; empty where there is no sample
 */
public record SeriesNotation(Labels labels, List<OptionalDouble> values) {

    private static final String NUMBER = "(?:(?i:inf|nan)|\\d[\\d_]*(?:ms|[smhdwy])(?:\\d+(?:ms|[smhdw]))*"
            + "|(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?)";
    private static final Pattern ITEM = Pattern.compile("([+-]?" + NUMBER + "|stale)(?:([+-]" + NUMBER + ")?x(\\d+))?");
    private static final Pattern NAME = Pattern.compile("[^\\s{]*\\s*(?=\\{)");
    private static final Pattern BLANK = Pattern.compile("_(?:x(\\d+))?");

    /** More samples than this in one item are refused. */
    private static final long MOST = 10_000_000;

    public SeriesNotation {
        values = List.copyOf(values);
    }

    /** @throws Problem of kind INVALID, code {@code bad-series}, when the text is no such notation */
    public static SeriesNotation parse(String text) {
        String trimmed = text.strip();
        try {
            int end = endOfLabels(trimmed);
            return new SeriesNotation(labels(trimmed.substring(0, end)), values(trimmed.substring(end)));
        } catch (SyntaxException e) {
            throw bad(e.complaint().message());
        }
    }

    /** The values part alone: {@code 1 0+10x5 _}. */
    public static List<OptionalDouble> values(String text) {
        List<OptionalDouble> values = new ArrayList<>();
        String stripped = text.strip();
        if (!stripped.isEmpty()) {
            for (String item : stripped.split("\\s+")) {
                item(item, values);
            }
        }
        return values;
    }

    /** A series' name and labels: {@code up{job="api"}}. */
    public static Labels labels(String text) {
        try {
            Tokens tokens = new Tokens(text);
            Labels labels = labels(new SelectorParser(tokens).selector(), text);
            tokens.expect(Token.Kind.END, "series", null);
            return labels;
        } catch (SyntaxException e) {
            throw bad(e.complaint().message());
        }
    }

    private static Labels labels(Expr.VectorSelector selector, String text) {
        Labels.Builder labels = Labels.builder();
        for (Matcher matcher : selector.matchers()) {
            if (matcher.kind() != Matcher.Kind.EQ) {
                throw bad("a series has labels with '=', not '" + matcher.kind().sign() + "': " + text);
            }
            labels.set(matcher.name(), matcher.value());
        }
        return labels.build();
    }

    /** After the closing brace, or where there is no brace, before the first blank. */
    private static int endOfLabels(String text) {
        java.util.regex.Matcher name = NAME.matcher(text);
        int open = name.lookingAt() ? name.end() : 0;
        if (open >= text.length() || text.charAt(open) != '{' || text.startsWith("{{", open)) {
            int blank = text.indexOf(' ');
            int tab = text.indexOf('\t');
            int end = blank < 0 ? tab : tab < 0 ? blank : Math.min(blank, tab);
            return end < 0 ? text.length() : end;
        }
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '}') {
                return i + 1;
            } else if (c == '"' || c == '\'' || c == '`') {
                i = StringLiterals.end(text, i) - 1;
            }
        }
        throw bad("the labels are not closed: " + text);
    }

    private static void item(String item, List<OptionalDouble> values) {
        if (item.contains("{{")) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "native-histogram",
                    "native histograms are not supported: " + item,
                    "write a classic histogram with _bucket series");
        }
        java.util.regex.Matcher blank = BLANK.matcher(item);
        java.util.regex.Matcher matcher = ITEM.matcher(item);
        if (blank.matches()) {
            int count = blank.group(1) == null ? 1 : count(blank.group(1));
            values.addAll(Collections.nCopies(count, OptionalDouble.empty()));
        } else if (matcher.matches()) {
            double start = number(matcher.group(1));
            double step = matcher.group(2) == null ? 0 : number(matcher.group(2));
            int count = matcher.group(3) == null ? 0 : count(matcher.group(3));
            double value = start;
            for (int i = 0; i <= count; i++) {
                values.add(OptionalDouble.of(value));
                value = matcher.group(2) == null ? value : value + step;
            }
        } else {
            throw bad("'" + item + "' is no number, 'stale', '_' or a repetition such as 0+10x5");
        }
    }

    private static int count(String digits) {
        long count = digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (count > MOST) {
            throw bad("too many repetitions: " + digits);
        }
        return (int) count;
    }

    private static double number(String text) {
        if (text.equals("stale")) {
            return Staleness.MARKER;
        }
        boolean negative = text.startsWith("-");
        String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
        double value = FloatText.parse(unsigned)
                .or(() -> DurationText.parse(unsigned).map(millis -> millis / 1000.0))
                .orElseThrow(() -> bad("'" + text + "' is no number"));
        return negative ? -value : value;
    }

    private static Problem bad(String message) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-series",
                message,
                "a series is written like up{job=\"api\"} 1 0+10x5 _ stale");
    }
}
