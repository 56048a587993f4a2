package dev.slipway.observe.patrol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

    @ParameterizedTest
    @CsvSource({
        "+, UP",
        "-, UNKNOWN",
        "--, UNKNOWN",
        "---, DOWN",
        "+--, UP",
        "+--+--, UP",
        "+---, DOWN",
        "+---+, DOWN",
        "+---+-+, DOWN",
        "+---++, UP",
    })
    void results_changeItOnlyWhenThereAreEnough(String results, Standing.State state) {
        Standing standing = Standing.UNKNOWN;
        for (int i = 0; i < results.length(); i++) {
            standing = standing.after(results.charAt(i) == '+', 3, 2);
        }
        assertThat(standing.state()).isEqualTo(state);
    }
}
