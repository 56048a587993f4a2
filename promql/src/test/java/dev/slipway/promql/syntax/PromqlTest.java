package dev.slipway.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Staleness;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromqlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "sum by(job)(rate(x[5m])) > 0.5; sum by (job) (rate(x[5m])) > 0.5",
                "sum(x) without (b,a); sum without (b, a) (x)",
                "a+on(x)group_left(y)b; a + on (x) group_left (y) b",
                "a offset 5m @ 10; a @ 10.000 offset 5m",
                "x[1h:5m] offset -1m; x[1h:5m] offset -1m",
                "x[90m:]; x[1h30m:]",
                "{__name__=\"a.b\", c=~\"d\"}; {__name__=\"a.b\",c=~\"d\"}",
                "{\"a.b\"}; {__name__=\"a.b\"}",
                "x{\"my label\"=\"1\"}; x{\"my label\"=\"1\"}",
                "- x ^ 2; -x ^ 2",
                "1e3 + 0x10 + 0755; 1000 + 16 + 493",
                "1_000 * Inf; 1000 * +Inf",
                "5m + 1; 5m + 1",
                "a and ignoring() b; a and b",
                "a == bool 1; a == bool 1",
                "topk(3, x) # comment; topk(3, x)",
                "'it\\'s'; \"it's\"",
                "x @ start() + y @ end(); x @ start() + y @ end()"
            })
    void expression_hasACanonicalForm(String text, String canonical) {
        Expr expr = Promql.parse(text);
        assertThat(expr).hasToString(canonical);
        assertThat(Promql.parse(canonical)).hasToString(canonical);
    }

    @Test
    void operators_bindAsInPrometheus() {
        Expr.Binary sum = (Expr.Binary) Promql.parse("1 + 2 * 3 ^ 2 ^ 2");
        assertThat(sum.operator()).isEqualTo(BinaryOperator.ADD);
        Expr.Binary power = (Expr.Binary) ((Expr.Binary) sum.right()).right();
        assertThat(power.right()).hasToString("2 ^ 2");
        assertThat(((Expr.Binary) Promql.parse("a or b and c")).operator()).isEqualTo(BinaryOperator.OR);
        assertThat(((Expr.Binary) Promql.parse("-a * b")).left()).isInstanceOf(Expr.Unary.class);
        assertThat(Promql.parse("-a ^ b")).isInstanceOf(Expr.Unary.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "rate(x); 1:6; expected type range vector in call to function \"rate\", got instant vector; add a range: x[5m]",
                "sum(rate(x[5m])) +; 1:19; unexpected end of input; ",
                "ratee(x[5m]); 1:1; unknown function with name \"ratee\"; did you mean 'rate'?",
                "x{a=~\"(\"}; 1:3; error parsing regexp: missing closing ): `(`; patterns are RE2's: no lookaround and no back references",
                "x[5mm]; 1:3; bad number or duration syntax: \"5m\"; a length of time is written like 1h30m, largest unit first",
                "1 == 1; 1:3; comparisons between scalars must use BOOL modifier; write == bool",
                "holt_winters(x[5m], 1, 1); 1:1; function \"holt_winters\" is not enabled; Prometheus 3 renamed it to double_exponential_smoothing, which is experimental"
            })
    void mistake_isToldWithItsPlace(String text, String place, String message, String hint) {
        Finding finding = Promql.read("f", text).findings().getFirst();
        assertThat(finding.position().line() + ":" + finding.position().column())
                .isEqualTo(place);
        assertThat(finding.message()).isEqualTo(message);
        assertThat(String.valueOf(finding.hint())).startsWith(hint == null ? "null" : hint.split(";")[0]);
    }

    @Test
    void mistake_onALaterLine_isFound() {
        assertThatThrownBy(() -> Promql.parse("sum(\n  up\n  down)"))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "3:3: parse error: unexpected identifier \"down\" in function call, expected \",\" or \")\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info(x)",
                "limitk(1, x)",
                "x anchored",
                "x[5m] smoothed",
                "x[step()]",
                "x offset (5m)",
                "a + fill(0) b",
                "histogram_count(x)",
                "sort_by_label(x, \"a\")",
                "start()",
                "x </ 1",
                "mad_over_time(x[5m])",
                "x[5m+1m]"
            })
    void experimental_isRefusedWithAHint(String text) {
        assertThat(Promql.read("f", text).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.hint()).isNotBlank());
    }

    @Test
    void deepNesting_isRefused() {
        assertThatThrownBy(() -> Promql.parse("(".repeat(1000) + "1" + ")".repeat(1000)))
                .hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> Promql.parse("1" + " + 1".repeat(10_000))).hasMessageContaining("too long");
        assertThatThrownBy(() -> Promql.parse("1" + " + 1".repeat(1001))).hasMessageContaining("1000 operators");
        assertThat(Promql.parse("up" + " + up".repeat(1000)).type()).isEqualTo(ValueType.VECTOR);
        assertThatThrownBy(() -> Promql.parse("-".repeat(1000) + "1")).hasMessageContaining("nested too deeply");
    }

    @Test
    void series_areReadInTheNotationOfUnitTests() {
        SeriesNotation series = SeriesNotation.parse("up{job=\"a b\"} 1+1x2 _ _x2 stale -3 1x1 NaN");
        assertThat(series.labels()).isEqualTo(Labels.of("__name__", "up", "job", "a b"));
        assertThat(series.values().subList(0, 4))
                .containsExactly(
                        OptionalDouble.of(1), OptionalDouble.of(2), OptionalDouble.of(3), OptionalDouble.empty());
        assertThat(Staleness.isMarker(series.values().get(6).getAsDouble())).isTrue();
        assertThat(series.values()).hasSize(11);
        assertThatThrownBy(() -> SeriesNotation.parse("up{a=\"b\" 1")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> SeriesNotation.parse("up {{schema:1}}")).hasMessageContaining("native histograms");
        assertThatThrownBy(() -> SeriesNotation.parse("up 1z")).isInstanceOf(Problem.class);
    }
}
