package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.judge.JsonPlace;
import dev.slipway.delivery.judge.MetricOrigin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricSectionTest {

    private static ConfigResult read(String metric) {
        return ConfigReader.read("slipway.yml", """
                services: {web: {artifact: a, command: run}}
                environments:
                  test: {judge: {metrics: [{name: m, %s}]}}
                """.formatted(metric));
    }

    private static MetricOrigin origin(String metric) {
        return read(metric)
                .config()
                .orElseThrow()
                .environments()
                .get("test")
                .judge()
                .metrics()
                .getFirst()
                .origin();
    }

    @Test
    void metric_comesFromOnePlace() {
        assertThat(origin("query: up, above: 1")).isEqualTo(new MetricOrigin.Own("up"));
        assertThat(origin("query: up, url: 'http://127.0.0.1:9090', above: 1"))
                .isEqualTo(new MetricOrigin.Prometheus("http://127.0.0.1:9090", "up"));
        assertThat(origin("json: $.a, url: 'http://127.0.0.1/?v={{release}}', worse: decrease"))
                .isEqualTo(new MetricOrigin.Json(
                        "http://127.0.0.1/?v={{release}}", JsonPlace.parse("$.a"), Duration.ofSeconds(5)));
        assertThat(origin("command: [rate, --fast], timeout: 30s, worse: decrease"))
                .isEqualTo(new MetricOrigin.Command(List.of("rate", "--fast"), Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '|',
            value = {
                "above: 1 | bad-metric",
                "query: up, command: x, above: 1 | bad-metric",
                "command: x, url: 'http://127.0.0.1', above: 1 | bad-metric",
                "json: $.a, above: 1 | bad-metric",
                "json: $.*, url: 'http://127.0.0.1', above: 1 | bad-json-path",
                "query: up, url: 'http://127.0.0.1/?a', above: 1 | bad-url",
                "query: up, worse: increase | bad-metric",
                "json: $.a, url: 'http://127.0.0.1', worse: increase | bad-metric",
                "query: up, above: 1, compare: means | bad-metric",
                "query: 'up{r=\"{{release}}\"}', worse: increase, tolerance: 0.1 | bad-metric",
                "query: up, above: 1, compare: mean | not-allowed",
                "command: x, above: 1, missing: zero | bad-metric",
                "query: up | bad-metric"
            })
    void metric_thatIsNoQuestionIsRefused(String metric, String code) {
        assertThat(read(metric).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo(code));
    }
}
