package dev.slipway.observe.exposition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts that both formats share: names, quoted strings, label sets.
 *
 * @param blanks whether blanks between tokens and a comma before the closing brace are let pass (text format)
 * @param quotedNames whether names may be quoted, so that they can be any UTF-8 (Prometheus 3)
 * @param limits on names, values and their count
 */
record Tokens(boolean blanks, boolean quotedNames, ExpositionLimits limits) {

    static final String NAME_LABEL = "__name__";

    /** A name before its labels, or within the braces, and the labels. */
    record Series(String name, List<Label> labels) {}

    Series series(Cursor cursor) {
        String name = cursor.at('{') ? null : metricName(cursor);
        if (blanks) {
            cursor.skipBlanks();
        }
        return cursor.take('{') ? braces(cursor, name) : new Series(named(cursor, name), List.of());
    }

    String metricName(Cursor cursor) {
        if (cursor.at('"') && quotedNames) {
            return quoted(cursor);
        }
        String name = cursor.run(Names::continuesMetric);
        if (name.isEmpty() || !Names.startsMetric(name.charAt(0))) {
            throw cursor.refuse("bad-name", "expected the name of a metric");
        }
        return name;
    }

    /** The labels of an exemplar. */
    List<Label> labels(Cursor cursor) {
        cursor.expect('{', "before the exemplar's labels");
        return braces(cursor, "exemplar").labels();
    }

    private Series braces(Cursor cursor, @Nullable String outside) {
        String name = outside;
        List<Label> labels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        skip(cursor);
        boolean more = !cursor.take('}');
        while (more) {
            boolean quoted = cursor.at('"');
            String word = labelName(cursor);
            skip(cursor);
            if (quoted && name == null && !cursor.at('=')) {
                name = word;
            } else {
                labels.add(label(cursor, word, names));
            }
            more = another(cursor);
        }
        if (limits.labels() > 0 && labels.size() > limits.labels()) {
            throw cursor.refuse("too-many-labels", "more than " + limits.labels() + " labels", "raise label_limit");
        }
        return new Series(named(cursor, name), List.copyOf(labels));
    }

    private static String named(Cursor cursor, @Nullable String name) {
        if (name == null) {
            throw cursor.refuse("bad-name", "this sample has no name");
        }
        return name;
    }

    private Label label(Cursor cursor, String name, Set<String> names) {
        cursor.expect('=', "after the name of a label");
        skip(cursor);
        String value = quoted(cursor);
        if (!names.add(name) || name.equals(NAME_LABEL)) {
            throw cursor.refuse("duplicate-label", "the label '" + name + "' is given twice");
        }
        refuseLonger(cursor, name, limits.labelNameBytes(), "name", "label_name_length_limit");
        refuseLonger(cursor, value, limits.labelValueBytes(), "value", "label_value_length_limit");
        return new Label(name, value);
    }

    private boolean another(Cursor cursor) {
        skip(cursor);
        if (cursor.take('}')) {
            return false;
        }
        cursor.expect(',', "or '}' after a label");
        skip(cursor);
        return !(blanks && cursor.take('}'));
    }

    private void skip(Cursor cursor) {
        if (blanks) {
            cursor.skipBlanks();
        }
    }

    private String labelName(Cursor cursor) {
        if (cursor.at('"') && quotedNames) {
            return quoted(cursor);
        }
        String name = cursor.run(Names::continuesLabel);
        if (name.isEmpty() || !Names.startsLabel(name.charAt(0))) {
            throw cursor.refuse("bad-label", "expected the name of a label");
        }
        return name;
    }

    private static String quoted(Cursor cursor) {
        cursor.expect('"', "before a quoted string");
        StringBuilder text = new StringBuilder();
        char c = cursor.next("a quoted string");
        while (c != '"') {
            if (c == '\\') {
                escape(cursor.next("an escape"), true, text);
            } else {
                text.append(c);
            }
            c = cursor.next("a quoted string");
        }
        return text.toString();
    }

    /** Undefined escapes stand for themselves (OpenMetrics, "Escaping"). */
    private static void escape(char c, boolean quotes, StringBuilder into) {
        switch (c) {
            case 'n' -> into.append('\n');
            case '\\' -> into.append('\\');
            case '"' -> into.append(quotes ? "\"" : "\\\"");
            default -> into.append('\\').append(c);
        }
    }

    /**
     * A help text.
     *
     * @param quotes whether {@code \"} is an escape there: in OpenMetrics it is, in the text format it is not
     */
    static String help(Cursor cursor, boolean quotes) {
        StringBuilder text = new StringBuilder();
        while (!cursor.done()) {
            char c = cursor.next("a help text");
            if (c == '\\' && !cursor.done()) {
                escape(cursor.next("an escape"), quotes, text);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static void refuseLonger(Cursor cursor, String text, int most, String what, String key) {
        if (most > 0 && text.getBytes(StandardCharsets.UTF_8).length > most) {
            throw cursor.refuse(
                    "label-too-long", "the " + what + " of a label is longer than " + most + " bytes", "raise " + key);
        }
    }
}
