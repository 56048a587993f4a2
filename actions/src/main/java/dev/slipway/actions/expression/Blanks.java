package dev.slipway.actions.expression;

/** White space as .NET's {@code Char.IsWhiteSpace} sees it: also spaces that do not break, and the next-line control. */
final class Blanks {

    private static final char NEXT_LINE = '\u0085';

    private Blanks() {}

    /** Java has the four separators of files and records among its white space, .NET has not. */
    static boolean isBlank(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == NEXT_LINE;
    }

    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
