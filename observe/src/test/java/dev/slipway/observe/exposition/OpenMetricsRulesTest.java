package dev.slipway.observe.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenMetricsRulesTest {

    @Test
    void everything_isHandedOver() {
        CollectedExposition read = CollectedExposition.openMetrics("""
                # TYPE wait_seconds counter
                # UNIT wait_seconds seconds
                # HELP wait_seconds of \\"jobs\\"\\nin all
                wait_seconds_total{queue="a\\\\b"} 7 1.5 # {trace="x"} 0.25 1.25
                # EOF
                """);
        assertThat(read.families)
                .containsExactly(
                        new MetricFamily("wait_seconds", MetricType.COUNTER, "of \"jobs\"\nin all", "seconds"));
        ExposedSample sample = read.samples.getFirst();
        assertThat(sample.label("queue")).contains("a\\b");
        assertThat(sample.timestampMillis()).contains(1500L);
        assertThat(sample.exemplar()).isEqualTo(new Exemplar(java.util.List.of(new Label("trace", "x")), 0.25, 1.25));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no-eof|a 1",
                "after-eof|# EOF~a 1~# EOF",
                "bad-name|~# EOF",
                "bad-line|a 1^~# EOF",
                "bad-name|1a 1~# EOF",
                "bad-label|a{b=\"1\",} 1~# EOF",
                "duplicate-label|a{b=\"1\",b=\"2\"} 1~# EOF",
                "bad-number|a 1_0~# EOF",
                "bad-number|a -nan~# EOF",
                "bad-timestamp|a 1 1e999~# EOF",
                "bad-type|# TYPE a untyped~# EOF",
                "bad-descriptor|# NOTE a b~# EOF",
                "repeated-metadata|# HELP a b~# HELP a c~# EOF",
                "late-metadata|# TYPE a gauge~a 1~# HELP a b~# EOF",
                "clashing-name|a 1~b 1~a{c=\"d\"} 1~# EOF",
                "clashing-name|# TYPE a counter~a 1~# EOF",
                "clashing-name|# TYPE a summary~# TYPE a_count gauge~# EOF",
                "bad-unit|# TYPE seconds gauge~# UNIT seconds seconds~# EOF",
                "interleaved-metrics|a{b=\"1\"} 1~a{b=\"2\"} 1~a{b=\"1\"} 1~# EOF",
                "duplicate-sample|a 1~a 1~# EOF",
                "mixed-timestamps|a 1~a 1 1~# EOF",
                "time-goes-back|a 1 2~a 1 1~# EOF",
                "misplaced-exemplar|# TYPE a summary~a_count 1 # {} 1~# EOF",
                "bad-sample|# TYPE a counter~a_created 1~# EOF",
                "bad-sample|# TYPE a counter~a_total NaN~# EOF",
                "bad-sample|# TYPE a info~a_info 0~# EOF",
                "bad-sample|# TYPE a stateset~a{b=\"c\"} 1~# EOF",
                "bad-sample|# TYPE a summary~a{quantile=\"0.5\"} -1~# EOF",
                "bad-sample|# TYPE a summary~a_count 1.5~# EOF",
                "bad-sample|# TYPE a summary~a_sum{quantile=\"1\"} 1~# EOF",
                "bad-sample|# TYPE a histogram~a_bucket{le=\"1\"} 1~# EOF",
                "bad-sample|# TYPE a histogram~a_bucket{le=\"1\"} 2~a_bucket{le=\"+Inf\"} 1~# EOF",
                "bad-sample|# TYPE a histogram~a_bucket{le=\"2\"} 1~a_bucket{le=\"1\"} 1~a_bucket{le=\"+Inf\"} 1~# EOF",
                "bad-sample|# TYPE a histogram~a_bucket{le=\"+Inf\"} 1~a_count 2~a_sum 1~# EOF",
                "bad-sample|# TYPE a histogram~a_bucket{le=\"+Inf\"} 0.5~# EOF",
                "bad-sample|# TYPE a histogram~a_bucket{le=\"1\"} 1 # {} 2~a_bucket{le=\"+Inf\"} 1~# EOF",
                "bad-sample|# TYPE a gaugehistogram~a_bucket{le=\"+Inf\"} 1~a_gsum 1~# EOF",
            })
    void brokenRule_isRefusedByItsName(String code, String text) {
        assertThatThrownBy(() ->
                        CollectedExposition.openMetrics(text.replace('~', '\n').replace('^', '\r') + "\n"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# EOF",
                "# TYPE a gauge\na 1\n# EOF",
                "a .5\nb 5.\nc +1e+9\nd iNf\n# EOF\n",
                "a 1 -5\na 2 -5\na 3 -4\n# EOF\n",
                "# TYPE a stateset\na{a=\"x\"} 1\na{a=\"y\"} 0\n# EOF\n",
                "# TYPE a summary\na{quantile=\"0.5\"} NaN\na{quantile=\"0.9\"} NaN\n# EOF\n"
            })
    void validTexts_areRead(String text) {
        assertThat(CollectedExposition.openMetrics(text).samples).isNotNull();
    }

    @Test
    void positions_sayLineAndColumn() {
        assertThatThrownBy(() -> CollectedExposition.openMetrics("a 1\nb{c=\"d\"} x\n# EOF\n"))
                .hasMessageContaining("t:2:10: 'x' is no number");
    }

    @Test
    void invalidUtf8_isRefused() {
        byte[] bytes = {'a', '{', 'b', '=', '"', (byte) 0xff, '"', '}', ' ', '1', '\n'};
        assertThatThrownBy(() -> Exposition.strict("t")
                        .read(
                                new java.io.ByteArrayInputStream(bytes),
                                ExpositionFormat.OPENMETRICS,
                                new CollectedExposition()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-encoding"));
    }

    @Test
    void scrapedOpenMetrics_asksForTheGrammarAndTakesQuotedNames() {
        String text = "# TYPE \"http.wait\" counter\n{\"http.wait\",\"the.code\"=\"200\"} 1\na 1\na 2\n# EOF\n";
        CollectedExposition read = CollectedExposition.of(
                Exposition.scraped("t", ExpositionLimits.standard()), ExpositionFormat.OPENMETRICS, text);
        assertThat(read.samples.getFirst().name()).isEqualTo("http.wait");
        assertThat(read.samples.getFirst().label("the.code")).contains("200");
        assertThatThrownBy(() -> CollectedExposition.openMetrics(text)).isInstanceOf(Problem.class);
    }
}
