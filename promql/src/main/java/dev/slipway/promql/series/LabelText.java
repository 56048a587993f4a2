package dev.slipway.promql.series;

import java.util.Locale;

/** Labels and text literals as PromQL writes them. */
public final class LabelText {

    private LabelText() {}

    /** {@code name{label="value"}}; a name that is no plain metric name goes quoted inside the braces. */
    static String of(Labels labels) {
        String metric = labels.metricName();
        boolean bare = !metric.isEmpty() && isMetricName(metric);
        StringBuilder out = new StringBuilder(bare ? metric : "");
        StringBuilder inside = new StringBuilder();
        if (!bare && !metric.isEmpty()) {
            inside.append(quote(metric));
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.name(i).equals(Labels.METRIC_NAME)) {
                inside.append(inside.isEmpty() ? "" : ", ").append(label(labels.name(i)));
                inside.append('=').append(quote(labels.value(i)));
            }
        }
        if (!bare || !inside.isEmpty()) {
            out.append('{').append(inside).append('}');
        }
        return out.toString();
    }

    /** All labels in braces, the metric's name like any other: {@code {__name__="up", job="api"}}. */
    public static String braces(Labels labels) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < labels.size(); i++) {
            out.append(i == 0 ? "" : ", ")
                    .append(label(labels.name(i)))
                    .append('=')
                    .append(quote(labels.value(i)));
        }
        return out.append('}').toString();
    }

    /** A label's name, quoted unless it is a plain one. */
    public static String label(String name) {
        return isLabelName(name) ? name : quote(name);
    }

    /** True for {@code [a-zA-Z_:][a-zA-Z0-9_:]*}. */
    public static boolean isMetricName(String text) {
        return isName(text, true);
    }

    /** True for {@code [a-zA-Z_][a-zA-Z0-9_]*}. */
    public static boolean isLabelName(String text) {
        return isName(text, false);
    }

    private static boolean isName(String text, boolean colons) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colons && c == ':');
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The text in double quotes, with Go's escapes. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> out.append(escaped(c)));
        return out.append('"').toString();
    }

    private static String escaped(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case 7 -> "\\a";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case 11 -> "\\v";
            default -> c >= ' ' && c != 127 && !isByte(c) ? Character.toString(c) : hex(c);
        };
    }

    private static String hex(int c) {
        return String.format(Locale.ROOT, "\\x%02x", c & 0xFF);
    }

    /** A byte that is no UTF-8, kept as a lone surrogate by the reader of text literals. */
    private static boolean isByte(int c) {
        return c >= 0xDC80 && c <= 0xDCFF;
    }
}
