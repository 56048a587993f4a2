package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimedLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-31T10:00:00Z an order",
                "2026-01-01T25:00:00Z an order",
                "2026-01-01T10:00:00+99:00 an order",
                "an order at 2026-01-01T10:00:00Z ",
                ""
            })
    void lineWithoutATime_isTextAlone(String line) {
        assertThat(TimedLine.parse(line)).isEqualTo(TimedLine.untimed(line));
    }

    @Test
    void timeBeforeALine_isTakenOff_andComesBack() {
        TimedLine line = TimedLine.parse("2026-01-01T12:00:00.5+02:00 2026-01-01T09:00:00Z an order");

        assertThat(line)
                .isEqualTo(new TimedLine(Instant.parse("2026-01-01T10:00:00.5Z"), "2026-01-01T09:00:00Z an order"));
        assertThat(TimedLine.parse(line.timed())).isEqualTo(line);
    }
}
