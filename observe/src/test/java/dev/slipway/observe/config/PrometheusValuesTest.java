package dev.slipway.observe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrometheusValuesTest {

    @Test
    void durations_areReadAsPrometheusWritesThem() {
        assertThat(PrometheusValues.duration("1h30m")).contains(Duration.ofMinutes(90));
        assertThat(PrometheusValues.duration("1d2s3ms"))
                .contains(Duration.ofDays(1).plusMillis(2003));
        assertThat(PrometheusValues.duration("0")).contains(Duration.ZERO);
        for (String wrong :
                new String[] {"", "1", "1.5h", "-1s", "30m1h", "1 h", "99999999999999999999s", "9999999999999y"}) {
            assertThat(PrometheusValues.duration(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void sizes_countInPowersOfTwo() {
        assertThat(PrometheusValues.size("10MB")).contains(10L << 20);
        assertThat(PrometheusValues.size("1KiB")).contains(1024L);
        assertThat(PrometheusValues.size("7")).contains(7L);
        assertThat(PrometheusValues.size("1.5MB")).isEmpty();
        assertThat(PrometheusValues.size("MB")).isEmpty();
    }
}
