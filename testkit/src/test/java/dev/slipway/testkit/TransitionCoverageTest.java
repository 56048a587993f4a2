package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.TransitionTable;
import org.junit.jupiter.api.Test;

class TransitionCoverageTest {

    @Test
    void assertComplete_namesTheRowThatNobodyTook() throws Exception {
        TransitionTable<Light, Touch> table = TransitionTable.named("light", Light.OFF, Light.class, Touch.class)
                .row(Light.OFF, Touch.PRESS, Light.ON, "on")
                .row(Light.ON, Touch.PRESS, Light.OFF, "off")
                .build();
        try (TransitionCoverage<Light, Touch> coverage = TransitionCoverage.of(table)) {
            table.next(Light.OFF, Touch.PRESS);
            assertThatThrownBy(coverage::assertComplete).hasMessageContaining("from=ON");
            table.next(Light.ON, Touch.PRESS);
            coverage.assertComplete();
        }
    }

    private enum Light {
        ON,
        OFF
    }

    private enum Touch {
        PRESS
    }
}
