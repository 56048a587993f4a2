package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeTextTest {

    @Test
    void put_writesTheInstantToTheMicrosecond() {
        TimeText times = new TimeText();
        for (String at : List.of(
                "2026-11-21T23:59:59.999999999Z",
                "2026-11-21T23:59:59Z",
                "2026-11-22T00:00:00.000001Z",
                "1969-12-31T23:59:59.5Z",
                "2026-11-21T23:59:59.123Z")) {
            Instant instant = Instant.parse(at);
            byte[] bytes = new byte[40];
            int end = times.put(instant, bytes, 2);
            assertThat(Instant.parse(new String(bytes, 2, end - 2, StandardCharsets.US_ASCII)))
                    .isEqualTo(instant.truncatedTo(ChronoUnit.MICROS));
        }
    }
}
