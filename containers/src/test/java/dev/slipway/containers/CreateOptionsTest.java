package dev.slipway.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.kernel.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateOptionsTest {

    @Test
    void words_areDividedAsAShellDoes() {
        assertThat(CreateOptions.words("--a 'b c' --d=\"e \\\" f\"  g\\ h ''"))
                .isEqualTo(List.of("--a", "b c", "--d=e \" f", "g h", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--networks x", "--network host", "--rm", "-z", "image", "--cpus", "--user 'open"})
    void whatIsNoOption_isRefusedByItsName(String text) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> CreateOptions.parse(text))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("bad-container-option");
                    assertThat(problem.hint()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource({"64m,67108864", "1.5g,1610612736", "100,100", "2KiB,2048", "-1,-1", "3kb,3072"})
    void sizes_areInPowersOf1024(String text, long bytes) {
        assertThat(Sizes.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"10s,10000000000", "1m30s,90000000000", "100ms,100000000", "1.5s,1500000000"})
    void durations_areThoseOfGo(String text, long nanos) {
        assertThat(Sizes.nanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "s", "10s5", "-1s", ""})
    void durationsWithoutUnit_areRefused(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Sizes.nanos(text));
    }
}
