package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the clock's rounds are made. */
class RoundsTest {

    @Test
    void overdueRound_isMadeAtOnce_butAfterTroubleNotWithoutABreak() {
        assertThat(Rounds.pause(Duration.ofSeconds(-3), false)).isEqualTo(Duration.ofMillis(1));
        assertThat(Rounds.pause(Duration.ofSeconds(-3), true)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Rounds.pause(Duration.ofMinutes(5), true)).isEqualTo(Duration.ofMinutes(5));
    }
}
