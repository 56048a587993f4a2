package dev.slipway.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final long ENOUGH = 20L * Limits.LEAST_BYTES_PER_SECOND;

    private final Pace pace = new Pace();

    @Test
    void slowClient_isGivenOneWindow() {
        assertThat(isTooSlow(0, 0)).isFalse();
        assertThat(isTooSlow(19, 10)).isFalse();
        assertThat(isTooSlow(20, ENOUGH - 1)).isTrue();
    }

    @Test
    void clientThatKeepsThePace_mayTakeAsLongAsItLikes() {
        for (int window = 0; window < 100; window++) {
            assertThat(isTooSlow(20L * window, ENOUGH * window)).isFalse();
        }
        assertThat(isTooSlow(20L * 100, ENOUGH * 99))
                .as("what it sent before does not help")
                .isTrue();
    }

    @Test
    void timeInWhichTheInstanceWasWaitedFor_doesNotCount() {
        assertThat(isTooSlow(0, 0)).isFalse();
        pace.rest();
        assertThat(isTooSlow(60, 1)).isFalse();
        assertThat(isTooSlow(79, 1)).isFalse();
        assertThat(isTooSlow(80, 1)).isTrue();
    }

    private boolean isTooSlow(long seconds, long bytes) {
        return pace.isTooSlow(Duration.ofSeconds(seconds).toNanos(), bytes, WINDOW);
    }
}
