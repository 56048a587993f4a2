package dev.slipway.actions.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

    private static final Position HERE = Position.startOf("ci.yml");
    private static final Contexts CONTEXTS = Contexts.of(
            Map.of(
                    "github", Value.of(Map.of("Ref", Value.of("main"))),
                    "env", Value.Mapping.caseSensitive(Map.of("Path", Value.of("/bin")))),
            Status.SUCCESS);

    @Test
    void loneExpression_keepsItsKind_andTextAroundMakesText() {
        assertThat(evaluate("${{ 1 == 1 }}")).isEqualTo(Value.of(true));
        assertThat(evaluate("v${{ 1.50 }}-${{ github.ref }}")).isEqualTo(Value.of("v1.5-main"));
        assertThat(evaluate("${{ format('}}{0}', 'x') }}")).isEqualTo(Value.of("}x"));
    }

    @Test
    void envNames_differByCase_othersDoNot() {
        assertThat(evaluate("${{ env.Path }}${{ env.PATH }}${{ GITHUB.REF }}")).isEqualTo(Value.of("/binmain"));
    }

    @Test
    void fromJson_readsAsLenientlyAsGitHub() {
        assertThat(evaluate("${{ join(fromJSON('[''a'', \"b\", /* c */ ]'), ' ') }}"))
                .isEqualTo(Value.of("a b"));
        assertThat(evaluate("${{ fromJSON('{os: ''linux'',}').os }}")).isEqualTo(Value.of("linux"));
        assertThatThrownBy(() -> evaluate("${{ fromJSON('[linux]') }}")).hasMessageContaining("not JSON");
    }

    @Test
    void fromJson_ofAnEmptyText_isRefused() {
        assertThatThrownBy(() -> evaluate("${{ fromJSON('') }}"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("evaluating fromJson: empty input");
    }

    @Test
    void spacesThatDoNotBreak_areWhiteSpace_separatorsOfFilesAreNot() {
        assertThat(evaluate("${{\u00a01\u00a0==\u20071 }}")).isEqualTo(Value.of(true));
        assertThat(evaluate("${{ '\u00a01\u202f\u0085' == 1 }}")).isEqualTo(Value.of(true));
        assertThat(evaluate("${{ '\u001c1' == 1 }}")).isEqualTo(Value.of(false));
    }

    @Test
    void format_takesNumbersWithZerosBeforeThem() {
        assertThat(evaluate("${{ format('{0001}', 'a', 'b') }}")).isEqualTo(Value.of("b"));
    }

    @Test
    void hexadecimalAndOctalNumbers_haveThirtyTwoBitsWithASign() {
        assertThat(evaluate("${{ 0x7FFFFFFF }}")).isEqualTo(Value.of(2147483647));
        assertThat(evaluate("${{ 0x80000000 }}")).isEqualTo(Value.of(-2147483648));
        assertThat(evaluate("${{ 0x007fFFffFF }}")).isEqualTo(Value.of(2147483647));
        assertThat(evaluate("${{ 0xFFFFFFFF }}")).isEqualTo(Value.of(-1));
        assertThat(evaluate("${{ 0o37777777777 == '0xFFFFFFFF' }}")).isEqualTo(Value.of(true));
        assertThat(evaluate("${{ '0x100000000' == 4294967296 || '-0x1' == -1 }}"))
                .isEqualTo(Value.of(false));
        for (String none : List.of("0x100000000", "0o40000000000", "-0x1")) {
            assertThatThrownBy(() -> Expression.parse(none))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("Unexpected symbol: '" + none + "'");
        }
    }

    @Test
    void nestingBeyondAllUse_isRefusedWithoutAStackOverflow() {
        assertThat(evaluate("${{ " + "(".repeat(199) + "1" + ")".repeat(199) + " }}"))
                .isEqualTo(Value.of(1));
        assertThatThrownBy(() -> Expression.parse("cancelled(".repeat(2000)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("max expression depth");
    }

    @Test
    void unclosedExpression_isRefused() {
        assertThatThrownBy(() -> Template.parse("a ${{ b", HERE))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("not closed");
    }

    @Test
    void condition_impliesSuccessUnlessItAsksForStatus() {
        Contexts failed = CONTEXTS.with(Status.FAILURE);
        assertThat(condition("github.ref == 'main'").holds(CONTEXTS)).isTrue();
        assertThat(condition("github.ref == 'main'").holds(failed)).isFalse();
        assertThat(condition("${{ always() && github.ref == 'main' }}").holds(failed))
                .isTrue();
        assertThat(condition("failure()").holds(CONTEXTS)).isFalse();
        assertThat(condition("!cancelled()").holds(CONTEXTS.with(Status.CANCELLED)))
                .isFalse();
    }

    @Test
    void hashFiles_withoutAWorkspace_isAnError() {
        assertThatThrownBy(() -> evaluate("${{ hashFiles('**') }}")).hasMessageContaining("workspace");
    }

    private static Value evaluate(String text) {
        return Template.parse(text, HERE).evaluate(CONTEXTS);
    }

    private static Condition condition(String text) {
        return Condition.parse(text, HERE, Scope.EVERYTHING);
    }
}
