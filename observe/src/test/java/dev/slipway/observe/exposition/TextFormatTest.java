package dev.slipway.observe.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {

    @Test
    void theFormat_isReadWithItsBlanksAndComments() {
        CollectedExposition read = CollectedExposition.text("""
                # HELP http_requests_total All \\\\ of "them"\\nhere.
                # TYPE http_requests_total counter
                http_requests_total{method="post", code="200",} 1027 1395066363000
                http_requests_total { method = "post" , code = "400" }\t3

                # just a comment
                #
                msdos_file_access_time_seconds{path="C:\\\\DIR\\\\F.TXT",error="no \\"F\\"\\n"} 1.458255915e9
                metric_without_timestamp_and_labels 12.47
                  something_weird{problem="division by zero"} +Inf -3982045
                hex 0x10
                {"quoted.name","l.a"="b"} NaN""");
        assertThat(read.families)
                .containsExactly(
                        new MetricFamily("http_requests_total", MetricType.COUNTER, "All \\ of \"them\"\nhere.", null));
        assertThat(read.samples).hasSize(7);
        assertThat(read.samples.get(0).timestampMillis()).contains(1395066363000L);
        assertThat(read.samples.get(1).label("code")).contains("400");
        assertThat(read.samples.get(2).label("path")).contains("C:\\DIR\\F.TXT");
        assertThat(read.samples.get(4).timestampMillis()).contains(-3982045L);
        assertThat(read.samples.get(5).value()).isEqualTo(16);
        assertThat(read.samples.get(6).name()).isEqualTo("quoted.name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a{",
                "a{b} 1",
                "a{b=\"c} 1",
                "a 1 2 3",
                "a 1 1.5",
                "a x",
                "a 0x1p3",
                "a 1_0",
                "{b=\"c\"} 1",
                "# TYPE a",
                "# TYPE a nothing",
                "a{b=\"1\" c=\"2\"} 1",
                "a{b=\"1\",,} 1",
                "a 1 # {} 1"
            })
    void wrongLines_areRefused(String line) {
        assertThatThrownBy(() -> CollectedExposition.text(line + "\n")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @CsvSource({"body-too-large,10,1000,0", "line-too-long,0,20,0", "too-many-samples,0,1000,2"})
    void limits_refuse(String code, long body, int line, int samples) {
        String text = "a 1\nb 1\nc 1\nd{e=\"ffffffffffffffffffff\"} 1\n";
        Exposition exposition = Exposition.scraped("t", new ExpositionLimits(body, line, samples, 0, 0, 0));
        assertThatThrownBy(() -> CollectedExposition.of(exposition, ExpositionFormat.PROMETHEUS_TEXT, text))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"too-many-labels,1,0,0", "label-too-long,0,2,0", "label-too-long,0,0,2"})
    void labelLimits_refuse(String code, int labels, int name, int value) {
        Exposition exposition = Exposition.scraped("t", new ExpositionLimits(0, 1000, 0, labels, name, value));
        assertThatThrownBy(() -> CollectedExposition.of(
                        exposition, ExpositionFormat.PROMETHEUS_TEXT, "a{bcd=\"efg\",h=\"i\"} 1\n"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void longBodies_areReadInPieces() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append("metric_")
                    .append(i)
                    .append("{label=\"grüße ")
                    .append(i)
                    .append("\"} ")
                    .append(i)
                    .append('\n');
        }
        CollectedExposition read = new CollectedExposition();
        Exposition.scraped("t", ExpositionLimits.standard())
                .read(
                        new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)),
                        ExpositionFormat.of("text/plain; version=0.0.4"),
                        read);
        assertThat(read.samples).hasSize(5000);
        assertThat(read.samples.get(4999).label("label")).contains("grüße 4999");
    }

    @Test
    void formats_areToldByTheirMediaType() {
        assertThat(ExpositionFormat.of("application/openmetrics-text; version=1.0.0; charset=utf-8"))
                .isEqualTo(ExpositionFormat.OPENMETRICS);
        assertThat(ExpositionFormat.of("")).isEqualTo(ExpositionFormat.PROMETHEUS_TEXT);
    }
}
