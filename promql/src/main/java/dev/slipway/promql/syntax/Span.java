package dev.slipway.promql.syntax;

import dev.slipway.kernel.Position;

/**
 * Where a part of an expression stands in its text.
 *
 * @param start of the first character
 * @param end after the last character
 */
public record Span(int start, int end) {

    /** From the start of this to the end of the other. */
    public Span to(Span other) {
        return new Span(start, other.end);
    }

    /** Line and column of the start in the text. */
    public Position in(String file, String text) {
        int at = Math.min(start, text.length());
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(file, line, text.codePointCount(lineStart, at) + 1);
    }
}
