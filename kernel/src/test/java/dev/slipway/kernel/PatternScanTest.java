package dev.slipway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternScanTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 200})
    void scan_findsWhatASearchForEachPatternFinds(int shortest) {
        Random random = new Random(shortest);
        int found = 0;
        for (int round = 0; round < 3000; round++) {
            List<String> patterns = IntStream.range(0, 1 + random.nextInt(9))
                    .mapToObj(_ -> text(random, shortest + random.nextInt(5)))
                    .toList();
            String text = text(random, random.nextInt(40))
                    + (random.nextBoolean() ? patterns.getLast() : "")
                    + text(random, random.nextInt(300));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int from = bytes.length > 5 ? random.nextInt(5) : 0;
            int first = first(patterns, bytes, from);
            assertThat(new PatternScan(patterns).find(bytes, from, bytes.length))
                    .as("%s in %s from %d", patterns, text, from)
                    .isEqualTo(first);
            found += first < 0 ? 0 : 1;
        }
        assertThat(found).isBetween(1000, 3000);
    }

    private static int first(List<String> patterns, byte[] bytes, int from) {
        String text = latin(bytes);
        return patterns.stream()
                .mapToInt(pattern -> text.indexOf(latin(pattern.getBytes(StandardCharsets.UTF_8)), from))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void scanForNothing_findsNothing() {
        assertThat(find("anything")).isNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"half \ud83d", "\ude80", "a \ufffd"})
    void patternWithoutBytesOfItsOwn_mayBeAnywhere(String pattern) {
        assertThat(find("any text", pattern)).isZero();
        assertThat(find("", pattern)).isNegative();
    }

    private static int find(String text, String... patterns) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new PatternScan(List.of(patterns)).find(bytes, 0, bytes.length);
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abcé€".charAt(random.nextInt(5)));
        }
        return text.toString();
    }
}
