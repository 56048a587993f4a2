package dev.slipway.edge.http;

/** The character classes of RFC 9110 as tables over bytes, and comparison without regard to case. */
public final class Ascii {

    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] VALUE = new boolean[256];
    private static final boolean[] TARGET = new boolean[256];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 'a' + 'A'] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
        for (int c = 0; c < 256; c++) {
            VALUE[c] = c == '\t' || (c >= ' ' && c != 0x7f);
            TARGET[c] = c > ' ' && c < 0x7f;
        }
    }

    private Ascii() {}

    public static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    /** Part of a field value: visible, blank, tab, or beyond ASCII. */
    public static boolean isValue(byte b) {
        return VALUE[b & 0xff];
    }

    /** Part of a request target: visible ASCII (RFC 3986, section 2); all else travels percent-encoded. */
    static boolean isTarget(byte b) {
        return TARGET[b & 0xff];
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(bytes[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lower(bytes[i]) != lowerCase.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
