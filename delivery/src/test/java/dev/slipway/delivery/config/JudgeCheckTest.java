package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeCheckTest {

    private static final String TARGET = """
            services:
              shop:
                platform: command
                artifact: shop
                commands: {deploy: ./deploy, stop: ./stop, check: ./check, route: ./route}
            """;
    private static final String COUNTED = TARGET + "  api: {artifact: api, command: ./api}\n";
    private static final String ANALYSIS = """
            environments:
              production:
                strategy:
                  canary:
                    steps: [{setWeight: 10}, {analysis: {interval: 10s}}]
            """;
    private static final String METRICS = "    judge: {metrics: [{name: score, query: avg(score), below: 4}]}\n";

    @Test
    void analysisWithoutFigures_isWarnedOfAtItsPlace() {
        assertThat(warnings(TARGET + ANALYSIS)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("nothing-to-judge");
            assertThat(finding.position().line()).isEqualTo(9);
            assertThat(finding.hint()).contains("judge.metrics");
        });
    }

    @Test
    void bakeWithoutFigures_isWarnedOfToo() {
        assertThat(warnings(TARGET + "environments: {production: {bake: 5m}}\n"))
                .extracting(Finding::code)
                .containsExactly("nothing-to-judge");
    }

    @Test
    void figuresOfTheEdgeOrOfMetrics_areEnough() {
        assertThat(warnings(TARGET + ANALYSIS + METRICS)).isEmpty();
        assertThat(warnings(COUNTED + ANALYSIS)).isEmpty();
        assertThat(warnings(TARGET + "environments: {production: {}}\n")).isEmpty();
    }

    private static List<Finding> warnings(String text) {
        ConfigResult result = ConfigReader.read("slipway.yml", text);
        assertThat(result.config()).as(result.findings().toString()).isPresent();
        return result.findings();
    }
}
