package dev.slipway.actions.expression;

/** Ordinal comparison that ignores case as .NET's OrdinalIgnoreCase does: each UTF-16 unit is upper-cased by itself. */
final class CaseFolding {

    private CaseFolding() {}

    static String fold(String text) {
        char[] units = text.toCharArray();
        for (int i = 0; i < units.length; i++) {
            units[i] = fold(units[i]);
        }
        return new String(units);
    }

    /** The invariant culture keeps the Turkish dotless i and the long s, which Java would fold onto ASCII. */
    private static char fold(char c) {
        if (c < 128) {
            return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
        }
        char upper = Character.toUpperCase(c);
        return upper < 128 ? c : upper;
    }

    static boolean equal(String left, String right) {
        return left.length() == right.length() && fold(left).equals(fold(right));
    }

    static int compare(String left, String right) {
        return fold(left).compareTo(fold(right));
    }
}
