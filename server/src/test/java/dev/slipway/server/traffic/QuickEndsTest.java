package dev.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuickEndsTest {

    private static final Duration SHORT = QuickEnds.STEADY.minusMillis(1);

    @Test
    void pause_growsWithEachEndAfterTheFirst() {
        List<Long> pauses = Stream.iterate(QuickEnds.NONE, ends -> ends.after(SHORT))
                .limit(10)
                .map(ends -> ends.pause().toSeconds())
                .toList();

        assertThat(pauses).containsExactly(0L, 0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
        assertThat(new QuickEnds(Integer.MAX_VALUE - 1).after(SHORT).pause()).isEqualTo(QuickEnds.LONGEST_PAUSE);
    }

    @Test
    void edgeThatLivedForLong_isThereAgainAtOnce() {
        assertThat(new QuickEnds(9).after(QuickEnds.STEADY)).isEqualTo(QuickEnds.NONE);
    }
}
