package dev.slipway.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Says fast whether a text holds any of many patterns, so that the slow work is done for those texts only. Text and patterns
 * are bytes of UTF-8, in which no character's bytes occur within those of others. The shift table
 * of Sun Wu and Udi Manber, "A Fast Algorithm for Multi-pattern Searching" (1994), over blocks of two bytes: the first
 * {@code window} bytes of each pattern, as many as the shortest has, fill a table which says for each block how far
 * one may go on when a block of the text ends here. Most blocks occur in no pattern, so most of the text is never read, and
 * more patterns cost next to nothing.
 */
final class PatternScan {

    private static final int BUCKETS = 1 << 12;
    private static final int BLOCK = 2;

    private final List<byte[]> patterns;
    private final boolean exact;
    private final int window;
    private final byte[] shifts = new byte[BUCKETS];

    /** @param texts none of them empty */
    PatternScan(List<String> texts) {
        this.patterns = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.exact = texts.stream().allMatch(PatternScan::isText);
        this.window =
                patterns.stream().mapToInt(pattern -> pattern.length).min().orElse(0);
        int longest = Math.clamp(window - BLOCK + 1L, 1, Byte.MAX_VALUE);
        Arrays.fill(shifts, (byte) longest);
        for (byte[] pattern : patterns) {
            for (int end = BLOCK - 1; end < window; end++) {
                int bucket = bucket(pattern[end - 1], pattern[end]);
                shifts[bucket] = (byte) Math.min(shifts[bucket], window - 1 - end);
            }
        }
    }

    /** Half a surrogate has no bytes of its own, and the replacement for what is no UTF-8 has those that it replaces. */
    private static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) && text.indexOf('\uFFFD') < 0;
    }

    private static int bucket(byte first, byte second) {
        return ((first & 0xFF) * 67 + (second & 0xFF)) & (BUCKETS - 1);
    }

    /**
     * Where the first of the patterns begins that are in the text.
     *
     * @return less than 0 when none is there; the start for patterns of which the bytes do not tell whether they are there
     */
    int find(byte[] text, int start, int end) {
        if (!exact) {
            return start < end ? start : -1;
        }
        int at = start + window - 1;
        while (at < end && window > 0) {
            int shift = window < BLOCK ? 0 : shifts[bucket(text[at - 1], text[at])];
            if (shift == 0 && beginsAt(text, at - window + 1, end)) {
                return at - window + 1;
            }
            at += Math.max(shift, 1);
        }
        return -1;
    }

    private boolean beginsAt(byte[] text, int start, int end) {
        for (byte[] pattern : patterns) {
            int last = start + pattern.length;
            if (last <= end && Arrays.equals(text, start, last, pattern, 0, pattern.length)) {
                return true;
            }
        }
        return false;
    }
}
