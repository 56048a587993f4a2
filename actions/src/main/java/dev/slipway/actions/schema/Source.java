package dev.slipway.actions.schema;

import dev.slipway.kernel.Position;
import java.util.List;

/** The text of a file, to find the place of an expression inside a value that spans several lines. */
public final class Source {

    private final List<String> lines;

    public Source(String text) {
        this.lines = text.lines().toList();
    }

    /** Whether what starts at a position is written as an expression, also where its value is known. */
    public boolean isExpression(Position position) {
        return from(position).matches("['\"]?\\s*\\$\\{\\{.*");
    }

    /** Whether the words stand at the position. */
    public boolean startsAt(String words, Position position) {
        return from(position).startsWith(words);
    }

    /** The rest of the line. */
    private String from(Position position) {
        String text = position.line() <= lines.size() ? lines.get(position.line() - 1) : "";
        return text.substring(Math.min(position.column() - 1, text.length()));
    }

    /** Where the words first appear at or behind a position; the position itself where they do not. */
    public Position find(String words, Position from) {
        String wanted = words.strip();
        for (int line = from.line(); line <= lines.size() && !wanted.isEmpty(); line++) {
            String text = lines.get(line - 1);
            int start = line == from.line() ? Math.min(from.column() - 1, text.length()) : 0;
            int found = text.indexOf(wanted, start);
            if (found >= 0) {
                return new Position(from.file(), line, found + 1);
            }
        }
        return from;
    }
}
