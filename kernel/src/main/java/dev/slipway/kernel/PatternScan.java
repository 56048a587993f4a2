package dev.slipway.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * Says fast whether a text holds any of many patterns, so that the slow work is done for those texts only. The shift table
 * of Sun Wu and Udi Manber, "A Fast Algorithm for Multi-pattern Searching" (1994), over blocks of two characters: the first
 * {@code window} characters of each pattern, as many as the shortest has, fill a table which says for each block how far
 * one may go on when a block of the text ends here. Most blocks occur in no pattern, so most of the text is never read, and
 * more patterns cost next to nothing.
 */
final class PatternScan {

    private static final int BUCKETS = 1 << 12;
    private static final int BLOCK = 2;

    private final List<String> patterns;
    private final int window;
    private final byte[] shifts = new byte[BUCKETS];

    /** @param patterns none of them empty */
    PatternScan(List<String> patterns) {
        this.patterns = patterns;
        this.window = patterns.stream().mapToInt(String::length).min().orElse(0);
        int longest = Math.clamp(window - BLOCK + 1L, 1, Byte.MAX_VALUE);
        Arrays.fill(shifts, (byte) longest);
        for (String pattern : patterns) {
            for (int end = BLOCK - 1; end < window; end++) {
                int bucket = bucket(pattern.charAt(end - 1), pattern.charAt(end));
                shifts[bucket] = (byte) Math.min(shifts[bucket], window - 1 - end);
            }
        }
    }

    private static int bucket(char first, char second) {
        return (first * 67 + second) & (BUCKETS - 1);
    }

    /** Whether any of the patterns is in the text. */
    boolean finds(String text) {
        if (window < BLOCK) {
            return patterns.stream().anyMatch(text::contains);
        }
        int at = window - 1;
        while (at < text.length()) {
            int shift = shifts[bucket(text.charAt(at - 1), text.charAt(at))];
            if (shift == 0 && startsAt(text, at - window + 1)) {
                return true;
            }
            at += Math.max(shift, 1);
        }
        return false;
    }

    private boolean startsAt(String text, int start) {
        for (String pattern : patterns) {
            if (text.startsWith(pattern, start)) {
                return true;
            }
        }
        return false;
    }
}
