package dev.slipway.actions.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.actions.expression.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixTest {

    @Test
    void vectors_areCrossed_theLastFastest() {
        assertThat(legs("{'os': ['a', 'b'], 'v': [1, 2]}")).containsExactly("(a, 1)", "(a, 2)", "(b, 1)", "(b, 2)");
    }

    @Test
    void exclude_comesBeforeInclude_andMatchesDeeply() {
        assertThat(legs("{'os': ['a', 'b'], 'exclude': [{'os': 'A'}], 'include': [{'os': 'a', 'x': 1}]}"))
                .containsExactly("(b)", "(a, 1)");
        assertThat(legs("{'c': [{'k': 1, 'l': 2}, {'k': 3}], 'exclude': [{'c': {'k': '1'}}]}"))
                .containsExactly("(3)");
    }

    @Test
    void include_addsExtras_thatStayOutOfTheName() {
        List<Matrix.Leg> legs = expand("{'V': [1, 2], 'include': [{'v': 1, 'x': 'a'}, {'x': 'b'}, {'v': 3, 'y': 4}]}");
        assertThat(legs).extracting(Matrix.Leg::suffix).containsExactly(" (1)", " (2)", " (3, 4)");
        assertThat(legs)
                .extracting(leg -> leg.values().get("x").map(Value::text).orElse("-"))
                .containsExactly("b", "b", "-");
    }

    @Test
    void emptyValues_stayOutOfTheName() {
        assertThat(legs("{'v': ['', null, 1], 'w': [['a', '']]}")).containsExactly("(a)", "(a)", "(1, a)");
    }

    @Test
    void mostLegs_are256() {
        String sixteen = IntStream.range(0, 16).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        assertThat(expand("{'a': %s, 'b': %s}".formatted(sixteen, sixteen))).hasSize(256);
        assertRefused("{'a': %s, 'b': %s, 'include': [{'a': 99}]}".formatted(sixteen, sixteen), "at most 256");
    }

    @Test
    void whatCannotBeMeant_isRefused() {
        assertRefused("{'v': [1], 'exclude': [{'w': 1}]}", "exclude key 'w'");
        assertRefused("{'v': [1], 'include': [{}]}", "include mapping does not contain any values");
        assertRefused("{'v': []}", "does not contain any values");
        assertRefused("{'v': 1}", "does not contain any values");
        assertRefused("{'v': [1], 'include': 1}", "no sequence of mappings");
        assertRefused("{'v': [1], 'exclude': [{'v': 1}]}", "no combination");
        assertRefused("[1]", "not a mapping");
        String many =
                IntStream.range(0, 257).mapToObj(String::valueOf).collect(Collectors.joining(",", "{'v': [", "]}"));
        assertRefused(many, "at most 256");
        String most = IntStream.range(0, 200).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        assertRefused("{'a': %s, 'b': %s, 'c': %s}".formatted(most, most, most), "before exclude");
    }

    private static void assertRefused(String matrix, String why) {
        assertThatThrownBy(() -> expand(matrix)).hasMessageContaining(why);
    }

    private static List<String> legs(String matrix) {
        return expand(matrix).stream().map(leg -> leg.suffix().strip()).toList();
    }

    private static List<Matrix.Leg> expand(String matrix) {
        return Matrix.expand(Value.ofJson(matrix.replace('\'', '"')));
    }
}
