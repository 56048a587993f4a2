package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "0.0.0.0/0",
                "192.0.2.7",
                "192.0.2.7/32",
                "2001:db8::/32",
                "::1",
                "::/0",
                "1:2:3:4:5:6:7:8"
            })
    void range_isRecognised(String text) {
        assertThat(AddressText.isRange(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0",
                "256.0.0.1",
                "shop.localhost",
                "2001:db8::1/32",
                "1:2:3",
                "::1::",
                "12345::",
                "::/129",
                "/8",
                ""
            })
    void otherText_isNone(String text) {
        assertThat(AddressText.isRange(text)).isFalse();
    }
}
