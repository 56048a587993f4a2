package dev.slipway.promql.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1.5, 1.5",
        "1000000, 1e+06",
        "123456789, 1.23456789e+08",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-2.5, -2.5",
        "100000, 100000"
    })
    void general_isGosShortestForm(double value, String text) {
        assertThat(FloatText.general(value)).isEqualTo(text);
    }

    @Test
    void general_withPrecision_roundsToSignificantDigits() {
        assertThat(FloatText.general(1234.5678, 4)).isEqualTo("1235");
        assertThat(FloatText.general(12345.678, 4)).isEqualTo("1.235e+04");
        assertThat(FloatText.general(0.1, 4)).isEqualTo("0.1");
        assertThat(FloatText.general(Double.NaN, 4)).isEqualTo("NaN");
    }

    @Test
    void plain_hasNoExponent() {
        assertThat(FloatText.plain(1e21)).isEqualTo("1000000000000000000000");
        assertThat(FloatText.plain(1e-7)).isEqualTo("0.0000001");
        assertThat(FloatText.plain(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
        assertThat(FloatText.plain(-0.0)).isEqualTo("-0");
    }

    @Test
    void parse_readsWhatGoReads() {
        assertThat(FloatText.parse("+Inf")).contains(Double.POSITIVE_INFINITY);
        assertThat(FloatText.parse("1e3")).contains(1000.0);
        assertThat(FloatText.parse("1_000")).contains(1000.0);
        assertThat(FloatText.parse("-.5")).contains(-0.5);
        assertThat(FloatText.parse("1.2.3")).isEmpty();
        assertThat(FloatText.parse("")).isEmpty();
        assertThat(FloatText.parse("1d")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5m, 300000",
        "1h30m, 5400000",
        "1d, 86400000",
        "1w, 604800000",
        "1500ms, 1500",
        "0, 0",
        "1y2w, 32745600000"
    })
    void duration_isRead(String text, long millis) {
        assertThat(DurationText.parse(text)).contains(millis);
    }

    @ParameterizedTest
    @CsvSource({"5mm", "1m1h", "m", "5", "1.5h", "300y"})
    void duration_isRefused(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "300000, 5m",
        "5400000, 1h30m",
        "604800000, 1w",
        "691200000, 8d",
        "1001, 1s1ms",
        "90061000, 1d1h1m1s"
    })
    void duration_isWritten(long millis, String text) {
        assertThat(DurationText.of(millis)).isEqualTo(text);
    }

    @Test
    void printf_formatsAsGo() {
        assertThat(Printf.format("%.2f%%", List.of(12.345))).isEqualTo("12.35%");
        assertThat(Printf.format("%5d|%-5s|%05.1f", List.of(42L, "ab", 3.14159)))
                .isEqualTo("   42|ab   |003.1");
        assertThat(Printf.format("%q %v %s", List.of("a\"b", true, "x"))).isEqualTo("\"a\\\"b\" true x");
        assertThat(Printf.format("%x %X", List.of("hi", 255L))).isEqualTo("6869 FF");
        assertThat(Printf.format("%e", List.of(1234.5))).isEqualTo("1.234500e+03");
        assertThat(Printf.format("%v", List.of(Map.of("b", "2", "a", "1")))).isEqualTo("map[a:1 b:2]");
    }

    @Test
    void printf_saysWhatDoesNotFit() {
        assertThat(Printf.format("%d", List.of(1.5))).isEqualTo("%!d(float64=1.5)");
        assertThat(Printf.format("%s %s", List.of("a"))).isEqualTo("a %!s(MISSING)");
        assertThat(Printf.format("x", List.of("a"))).isEqualTo("x%!(EXTRA string=a)");
        assertThat(Printf.format("%v", Arrays.asList((Object) null))).isEqualTo("<nil>");
    }
}
