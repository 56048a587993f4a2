package dev.slipway.actions.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Position;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Position HERE = Position.startOf("ci.yml");
    private static final Scope OF_A_JOB = Scope.of("needs").with(Scope.StatusFunctions.OF_JOBS);
    private static final Value NEEDS =
            Value.of(Map.of("build", result("success"), "test", result("failure"), "docs", result("skipped")));

    @Test
    void statusOfNamedJobs_isThatOfThoseJobsAlone() {
        assertThat(holds("success('build')", Status.FAILURE)).isTrue();
        assertThat(holds("success('build', 'docs')", Status.SUCCESS)).isFalse();
        assertThat(holds("failure('docs', 'test')", Status.SUCCESS)).isTrue();
        assertThat(holds("failure('build', 'docs')", Status.FAILURE)).isFalse();
        assertThat(holds("success('unknown') || failure('unknown')", Status.SUCCESS))
                .isFalse();
    }

    @Test
    void statusOfNamedJobs_isNeitherWhenTheRunIsCancelled() {
        assertThat(holds("success('build') || failure('test')", Status.CANCELLED))
                .isFalse();
    }

    @Test
    void statusOfNamedJobs_canBeAskedByJobsAlone() {
        assertThatThrownBy(() -> Condition.parse("success('build')", HERE, Scope.of("needs")))
                .hasMessageContaining("Too many parameters supplied: 'success'");
        assertThatThrownBy(() -> Condition.parse("always('build')", HERE, OF_A_JOB))
                .hasMessageContaining("Too many parameters supplied: 'always'");
    }

    @Test
    void spacesThatDoNotBreak_areSpace() {
        assertThat(holds("\u00a0always()\u00a0", Status.FAILURE)).isTrue();
        assertThat(holds("${{\u00a0failure()\u3000}}", Status.FAILURE)).isTrue();
    }

    @Test
    void endThatIsMissing_isToldAfterTheTextAsItIsWritten() {
        assertThatThrownBy(() -> Condition.parse("contains('a', 'it''s'", HERE, OF_A_JOB))
                .hasMessageContaining("Unexpected end of expression: ''it''s''. Located at position 15");
    }

    private static boolean holds(String text, Status status) {
        return Condition.parse(text, HERE, OF_A_JOB).holds(Contexts.of(Map.of("needs", NEEDS), status));
    }

    private static Value result(String text) {
        return Value.of(Map.of("result", Value.of(text)));
    }
}
