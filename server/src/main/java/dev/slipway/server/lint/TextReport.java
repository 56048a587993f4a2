package dev.slipway.server.lint;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Findings for people: the place and the sentence, then the line of the file with a caret below the place.
 *
 * @param texts of the files, by path
 * @param colours whether the reader sees colours
 */
record TextReport(Map<String, String> texts, boolean colours) {

    private static final String RESET = "\u001b[0m";
    private static final int LONGEST_LINE = 160;

    String of(List<Finding> findings) {
        StringBuilder out = new StringBuilder();
        findings.forEach(finding -> append(finding, out));
        return out.append(summary(findings)).append('\n').toString();
    }

    private void append(Finding finding, StringBuilder out) {
        String severity = finding.severity().name().toLowerCase(Locale.ROOT);
        String hint = finding.hint() == null ? "" : " (" + finding.hint() + ")";
        out.append(paint("\u001b[1m", finding.position().toString()))
                .append(": ")
                .append(paint(colour(finding.severity()), severity))
                .append(": ")
                .append(finding.message())
                .append(hint)
                .append(paint("\u001b[2m", " [" + finding.code() + "]"))
                .append('\n');
        line(finding.position()).ifPresent(line -> excerpt(line, finding, out));
    }

    private void excerpt(String line, Finding finding, StringBuilder out) {
        int start = Math.min(finding.position().column() - 1, line.codePointCount(0, line.length()));
        String number = String.valueOf(finding.position().line());
        String margin = " ".repeat(number.length());
        String before = line.substring(0, line.offsetByCodePoints(0, start)).replaceAll("[^\t]", " ");
        out.append(number).append(" | ").append(cut(line)).append('\n');
        out.append(margin)
                .append(" | ")
                .append(before)
                .append(paint(colour(finding.severity()), "^"))
                .append('\n');
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }

    /** Nothing is shown of what lies too far to the right. */
    private Optional<String> line(Position position) {
        return Optional.ofNullable(texts.get(position.file()))
                .flatMap(text -> text.lines().skip(position.line() - 1L).findFirst())
                .filter(line -> !line.isBlank() && position.column() <= LONGEST_LINE);
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case ERROR -> "\u001b[31m";
            case WARNING -> "\u001b[33m";
            case NOTICE -> "\u001b[36m";
        };
    }

    private String paint(String colour, String text) {
        return colours ? colour + text + RESET : text;
    }

    private static String summary(List<Finding> findings) {
        return findings.isEmpty()
                ? "Nothing to complain about."
                : findings.size() + (findings.size() == 1 ? " finding." : " findings.");
    }
}
