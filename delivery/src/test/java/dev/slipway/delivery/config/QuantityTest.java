package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "500ms,500,500ms",
        "90s,90000,1m30s",
        "1.5h,5400000,1h30m",
        "1d2h,93600000,1d2h",
        "0s,0,0s",
        "1.5ms,1,1ms"
    })
    void durations_areReadAndWritten(String text, long millis, String canonical) {
        assertThat(Quantity.duration(text)).hasMillis(millis);
        assertThat(Quantity.text(Quantity.duration(text))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "256MiB,268435456,256MiB",
        "256Mi,268435456,256MiB",
        "1.5GiB,1610612736,1536MiB",
        "500MB,500000000,500000000B",
        "10k,10000,10000B",
        "2KiB,2048,2KiB",
        "7B,7,7B"
    })
    void sizes_areReadAndWritten(String text, long bytes, String canonical) {
        assertThat(Quantity.bytes(text)).isEqualTo(bytes);
        assertThat(Quantity.sizeText(bytes)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "-1s", "1 s", "1x", "s", "99999999999d"})
    void badDurations_areRefused(String text) {
        assertThatThrownBy(() -> Quantity.duration(text)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "-1MB", "1 MB", "1TB", "MiB", "9999999999GiB"})
    void badSizes_areRefused(String text) {
        assertThatThrownBy(() -> Quantity.bytes(text)).isInstanceOf(Problem.class);
    }
}
