package dev.slipway.runner.command;

import dev.slipway.kernel.EightBytes;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A line of output that speaks to the runner, in the form <code>::name key=value,key=value::data</code> or the older
 * <code>##[name key=value;key=value]data</code>. The grammar follows ActionCommand.cs of GitHub's runner.
 *
 * @param name lower case
 * @param properties by lower-case key, unescaped
 * @param data unescaped
 */
public record WorkflowCommand(String name, Map<String, String> properties, String data) {

    private static final String NEW_MARK = "::";
    private static final String OLD_MARK = "##[";

    /**
     * @param known the lower-case names that are commands now; other lines are plain output
     */
    public static Optional<WorkflowCommand> parse(String line, Set<String> known) {
        String trimmed = line.stripLeading();
        return trimmed.startsWith(NEW_MARK) ? parseNew(trimmed, known) : parseOld(line, known);
    }

    /**
     * Whether a line of UTF-8 may be one, so that it is worth being parsed: it has a mark in its place. Where the line
     * begins with a letter beyond ASCII, which may be a space, the mark counts in any place.
     *
     * @param end behind its line feed
     */
    static boolean mayBe(byte[] bytes, int start, int end) {
        int first = start;
        while (first < end && bytes[first] >= 0 && Character.isWhitespace(bytes[first])) {
            first++;
        }
        boolean ascii = first == end || bytes[first] >= 0;
        return (ascii ? starts(bytes, first, end, NEW_MARK) : holds(bytes, first, end, NEW_MARK))
                || holds(bytes, start, end, OLD_MARK);
    }

    private static boolean holds(byte[] bytes, int start, int end, String mark) {
        int at = start;
        while (at + Long.BYTES <= end && EightBytes.equal(EightBytes.at(bytes, at), mark.charAt(0)) == 0) {
            at += Long.BYTES;
        }
        while (at < end && !starts(bytes, at, end, mark)) {
            at++;
        }
        return at < end;
    }

    private static boolean starts(byte[] bytes, int at, int end, String mark) {
        for (int i = 0; i < mark.length(); i++) {
            if (at + i >= end || bytes[at + i] != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<WorkflowCommand> parseNew(String line, Set<String> known) {
        int end = line.indexOf(NEW_MARK, NEW_MARK.length());
        if (end < 0) {
            return Optional.empty();
        }
        String data = line.substring(end + NEW_MARK.length());
        return build(line.substring(NEW_MARK.length(), end), ",", data, known, Escapes.NEW);
    }

    private static Optional<WorkflowCommand> parseOld(String line, Set<String> known) {
        int start = line.indexOf(OLD_MARK);
        int end = start < 0 ? -1 : line.indexOf(']', start);
        if (end < 0) {
            return Optional.empty();
        }
        return build(line.substring(start + OLD_MARK.length(), end), ";", line.substring(end + 1), known, Escapes.OLD);
    }

    private static Optional<WorkflowCommand> build(
            String head, String separator, String data, Set<String> known, Escapes escapes) {
        int blank = head.indexOf(' ');
        String name = (blank < 0 ? head : head.substring(0, blank)).toLowerCase(Locale.ROOT);
        if (!known.contains(name)) {
            return Optional.empty();
        }
        Map<String, String> properties = new LinkedHashMap<>();
        if (blank >= 0) {
            for (String pair : head.substring(blank + 1).strip().split(separator)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    String key = pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                    properties.put(key, escapes.property(pair.substring(equals + 1)));
                }
            }
        }
        return Optional.of(new WorkflowCommand(name, properties, escapes.data(data)));
    }

    /** A property that is there and not empty. */
    public Optional<String> property(String key) {
        return Optional.ofNullable(properties.get(key)).filter(value -> !value.isEmpty());
    }

    /** What stands for characters that would end a command early; the percent sign comes last. */
    private enum Escapes {
        NEW,
        OLD;

        String data(String text) {
            return switch (this) {
                case NEW -> text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
                case OLD -> property(text);
            };
        }

        String property(String text) {
            String lines = text.replace("%0D", "\r").replace("%0A", "\n");
            return switch (this) {
                case NEW -> lines.replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
                case OLD -> lines.replace("%3B", ";").replace("%5D", "]").replace("%25", "%");
            };
        }
    }
}
