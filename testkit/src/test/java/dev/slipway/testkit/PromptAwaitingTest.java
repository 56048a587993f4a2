package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PromptAwaitingTest {

    @Test
    void looks_beginCloseTogetherAndComeToATenthOfASecond() {
        assertThat(Stream.iterate(PromptAwaiting.next(Duration.ZERO), PromptAwaiting::next)
                        .limit(12))
                .isSorted()
                .startsWith(Duration.ofMillis(2), Duration.ofMillis(3))
                .endsWith(Duration.ofMillis(100));
    }

    @Test
    void tests_awaitLikeThatByThemselves() {
        List<Duration> intervals = new ArrayList<>();
        Awaitility.await()
                .conditionEvaluationListener(look -> intervals.add(look.getPollInterval()))
                .until(() -> intervals.size() == 3);

        assertThat(intervals.getLast()).isLessThan(Duration.ofMillis(100));
    }
}
