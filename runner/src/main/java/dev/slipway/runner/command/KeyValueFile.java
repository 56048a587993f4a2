package dev.slipway.runner.command;

import dev.slipway.kernel.Problem;
import java.util.function.BiConsumer;

/**
 * The text of {@code GITHUB_ENV}, {@code GITHUB_OUTPUT} and {@code GITHUB_STATE}: {@code NAME=VALUE} lines and heredocs
 * ({@code NAME<<DELIMITER}, lines, {@code DELIMITER}). Follows FileCommandManager.cs of GitHub's runner, for which a line ends
 * with a line feed outside of Windows: a carriage return belongs to the value, and to the delimiter.
 */
final class KeyValueFile {

    private final String text;
    private int at;

    private KeyValueFile(String text) {
        this.text = text;
    }

    /**
     * @param entries takes them in their order; a name may come twice, the later counts
     * @throws Problem of kind INVALID, code {@code bad-file-command}; the entries before the mistake are taken
     */
    static void read(String text, BiConsumer<String, String> entries) {
        new KeyValueFile(text).entries(entries);
    }

    private void entries(BiConsumer<String, String> entries) {
        while (at < text.length()) {
            String line = nextLine();
            if (!line.isEmpty()) {
                entry(line, entries);
            }
        }
    }

    private void entry(String line, BiConsumer<String, String> entries) {
        int equals = line.indexOf('=');
        int heredoc = line.indexOf("<<");
        if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
            if (equals == 0) {
                throw bad("Invalid format '" + line + "'. Name must not be empty");
            }
            entries.accept(line.substring(0, equals), line.substring(equals + 1));
            return;
        } else if (heredoc < 0) {
            throw bad("Invalid format '" + line + "'");
        }
        String delimiter = line.substring(heredoc + 2);
        if (heredoc == 0 || delimiter.isEmpty()) {
            throw bad("Invalid format '" + line + "'. Name must not be empty and delimiter must not be empty");
        }
        entries.accept(line.substring(0, heredoc), heredoc(delimiter));
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
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    private String nextLine() {
        int feed = text.indexOf('\n', at);
        int end = feed < 0 ? text.length() : feed;
        String line = text.substring(at, end);
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
