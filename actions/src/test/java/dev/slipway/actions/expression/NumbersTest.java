package dev.slipway.actions.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @ValueSource(strings = {"Infinity", "infinity", "INFINITY", "+Infinity", "+iNFINITY", " infinity "})
    void infinity_isReadInAnyCase(String text) {
        assertThat(Numbers.parse(text)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Numbers.parse("-" + text.strip().replace("+", ""))).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u221e", "-\u221e", "inf", "+inf", "- Infinity", "--Infinity", "\u0130nfinity", "nan", "+NaN"})
    void words_thatTheInvariantCultureDoesNotHave_areNoNumbers(String text) {
        assertThat(Numbers.parse(text)).isNaN();
    }
}
