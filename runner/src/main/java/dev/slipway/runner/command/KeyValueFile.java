package dev.slipway.runner.command;

import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The text of {@code GITHUB_ENV}, {@code GITHUB_OUTPUT} and {@code GITHUB_STATE}: {@code NAME=VALUE} lines and heredocs
 * ({@code NAME<<DELIMITER}, lines, {@code DELIMITER}). Follows FileCommandManager.cs of GitHub's runner.
 */
final class KeyValueFile {

    private final String text;
    private int at;

    private KeyValueFile(String text) {
        this.text = text;
    }

    /**
     * @return entries in their order; a name may come twice, the later counts
     * @throws Problem of kind INVALID, code {@code bad-file-command}
     */
    static List<Map.Entry<String, String>> read(String text) {
        return new KeyValueFile(text).entries();
    }

    private List<Map.Entry<String, String>> entries() {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        while (at < text.length()) {
            String line = nextLine();
            if (!line.isEmpty()) {
                entries.add(entry(line));
            }
        }
        return entries;
    }

    private Map.Entry<String, String> entry(String line) {
        int equals = line.indexOf('=');
        int heredoc = line.indexOf("<<");
        if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
            if (equals == 0) {
                throw bad("Invalid format '" + line + "'. Name must not be empty");
            }
            return Map.entry(line.substring(0, equals), line.substring(equals + 1));
        } else if (heredoc < 0) {
            throw bad("Invalid format '" + line + "'");
        }
        String delimiter = line.substring(heredoc + 2);
        if (heredoc == 0 || delimiter.isEmpty()) {
            throw bad("Invalid format '" + line + "'. Name must not be empty and delimiter must not be empty");
        }
        return Map.entry(line.substring(0, heredoc), heredoc(delimiter));
    }

    private String heredoc(String delimiter) {
        int start = at;
        while (at < text.length()) {
            int lineStart = at;
            if (nextLine().equals(delimiter)) {
                return withoutLastBreak(text.substring(start, lineStart));
            }
        }
        throw bad("Invalid value. Matching delimiter not found '" + delimiter + "'");
    }

    private static String withoutLastBreak(String lines) {
        if (lines.endsWith("\r\n")) {
            return lines.substring(0, lines.length() - 2);
        }
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    private String nextLine() {
        int feed = text.indexOf('\n', at);
        int end = feed < 0 ? text.length() : feed;
        String line = text.substring(at, end > at && text.charAt(end - 1) == '\r' ? end - 1 : end);
        at = feed < 0 ? text.length() : feed + 1;
        return line;
    }

    private static Problem bad(String message) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-file-command",
                message,
                "write NAME=VALUE on one line, or NAME<<DELIMITER, the lines, and DELIMITER on a line of its own");
    }
}
