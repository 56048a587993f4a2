package dev.slipway.observe.exposition;

/** The characters of names. */
final class Names {

    private Names() {}

    static boolean startsMetric(int c) {
        return startsLabel(c) || c == ':';
    }

    static boolean continuesMetric(int c) {
        return startsMetric(c) || isDigit(c);
    }

    static boolean startsLabel(int c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean continuesLabel(int c) {
        return startsLabel(c) || isDigit(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
