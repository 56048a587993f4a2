package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.edge.proxy.Transport;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void rehearsal_carriesRequestsAndEnds() throws Exception {
        assertThat(Rehearsal.run(Transport.best(), Duration.ofMillis(100))).isPositive();
        assertThat(Rehearsal.run(Transport.NIO, Duration.ofMillis(100))).isPositive();
    }

    @RepeatedTest(10)
    void rehearsalAfterRehearsal_leavesNothingToWaitFor() throws Exception {
        assertThat(Rehearsal.run(Transport.best(), Duration.ofMillis(5))).isPositive();
    }

    @Test
    void noTime_meansNoRehearsal() throws Exception {
        assertThat(Rehearsal.run(Transport.best(), Duration.ZERO)).isZero();
    }
}
