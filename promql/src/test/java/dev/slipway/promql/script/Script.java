package dev.slipway.promql.script;

import dev.slipway.promql.format.DurationText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of Prometheus' test language (promql/promqltest), cut into commands. */
final class Script {

    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
    private static final Pattern INSTANT =
            Pattern.compile("eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(\\S+))?\\s+(.+)");
    private static final Pattern RANGE = Pattern.compile(
            "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.+)");

    private Script() {}

    static List<Command> read(String text) {
        List<String> lines = text.lines()
                .map(String::strip)
                .map(line -> line.startsWith("#") ? "" : line)
                .toList();
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).isEmpty() && !startsCommand(lines.get(end))) {
                    end++;
                }
                commands.add(command(i + 1, lines.get(i), lines.subList(i + 1, end)));
                i = end - 1;
            }
        }
        return commands;
    }

    private static boolean startsCommand(String line) {
        return line.equals("clear")
                || LOAD.matcher(line).matches()
                || line.matches("eval(_\\w+)?\\s+(instant|range)\\s.*");
    }

    private static Command command(int line, String head, List<String> body) {
        Matcher load = LOAD.matcher(head);
        Matcher instant = INSTANT.matcher(head);
        Matcher range = RANGE.matcher(head);
        if (head.equals("clear")) {
            return new Clear();
        } else if (load.matches()) {
            return new Load(millis(load.group(2)), load.group(1) != null, body);
        } else if (range.matches()) {
            long from = millis(range.group(2));
            long to = millis(range.group(3));
            return new Eval(line, range.group(5), range.group(1), from, to, millis(range.group(4)), body);
        } else if (instant.matches()) {
            long at = instant.group(2) == null ? 0 : millis(instant.group(2));
            return new Eval(line, instant.group(3), instant.group(1), at, at, 0, body);
        }
        throw new IllegalArgumentException("line " + line + ": " + head);
    }

    static long millis(String text) {
        boolean negative = text.startsWith("-");
        long millis = DurationText.parse(negative ? text.substring(1) : text)
                .orElseGet(() -> Math.round(Double.parseDouble(text) * 1000));
        return negative ? -millis : millis;
    }

    sealed interface Command {}

    record Clear() implements Command {}

    record Load(long stepMillis, boolean withNative, List<String> series) implements Command {}

    /** @param step 0 for an instant query */
    record Eval(int line, String expr, String modifier, long from, long to, long step, List<String> body)
            implements Command {
        boolean isInstant() {
            return step == 0;
        }

        boolean expects(String what) {
            return what.equals(modifier) || body.stream().anyMatch(line -> line.matches("expect " + what + "( .*)?"));
        }
    }
}
