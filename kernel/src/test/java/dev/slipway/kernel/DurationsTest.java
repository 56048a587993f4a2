package dev.slipway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.3S, 300 ms",
        "PT1S, 1 s",
        "PT1.55S, 1.5 s",
        "PT8S, 8 s",
        "PT9.99S, 9.9 s",
        "PT10.9S, 10 s",
        "PT1M, 1 min",
        "PT1M5S, 1 min 5 s",
        "PT2H5M, 2 h 5 min",
        "P2DT3H, 2 d 3 h"
    })
    void words_areTheTwoLargestUnits(Duration duration, String words) {
        assertThat(Durations.words(duration)).isEqualTo(words);
    }
}
