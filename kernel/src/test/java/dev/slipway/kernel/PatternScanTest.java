package dev.slipway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

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
            boolean holds = patterns.stream().anyMatch(text::contains);
            assertThat(new PatternScan(patterns).finds(text))
                    .as("%s in %s", patterns, text)
                    .isEqualTo(holds);
            found += holds ? 1 : 0;
        }
        assertThat(found).isBetween(1000, 3000);
    }

    @Test
    void scanForNothing_findsNothing() {
        assertThat(new PatternScan(List.of()).finds("anything")).isFalse();
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abcé€".charAt(random.nextInt(5)));
        }
        return text.toString();
    }
}
