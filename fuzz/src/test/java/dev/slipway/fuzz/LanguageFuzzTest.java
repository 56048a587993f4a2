package dev.slipway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Expression;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.Yaml;
import java.util.List;

/** Whatever is written into a workflow file is read, or refused with its place; it crashes nothing. */
class LanguageFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void yaml_isReadOrRefusedWithItsPlace(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        for (Yaml.Dialect dialect : Yaml.Dialect.values()) {
            Yaml.Document document = Yaml.read("x.yml", text, dialect);
            assertPlaces(document.findings());
        }
    }

    @FuzzTest(maxDuration = "2m")
    void workflow_isReadOrRefusedWithItsPlace(FuzzedDataProvider data) {
        WorkflowReader.Reading reading = WorkflowReader.read("x.yml", data.consumeRemainingAsString());
        assertPlaces(reading.findings());
        assertThat(reading.workflow().isPresent() || Finding.anyError(reading.findings()))
                .isTrue();
    }

    @FuzzTest(maxDuration = "2m")
    void expression_isEvaluatedOrRefused(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            Expression.parse(text).evaluate(Contexts.NONE).text();
        } catch (Problem problem) {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
        }
        try {
            Template.parse(text, Position.startOf("x.yml")).evaluateText(Contexts.NONE);
        } catch (Problem problem) {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
        }
    }

    private static void assertPlaces(List<Finding> findings) {
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.position().line()).isPositive();
            assertThat(finding.position().column()).isPositive();
        });
    }
}
