package dev.slipway.promql.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import org.junit.jupiter.api.Test;

class MatcherTest {

    @Test
    void regex_matchesTheWholeValue() {
        Matcher matcher = Matcher.of(Matcher.Kind.RE, "job", "api|web.*");
        assertThat(matcher.matches("api")).isTrue();
        assertThat(matcher.matches("apis")).isFalse();
        assertThat(matcher.matches("web-1")).isTrue();
    }

    @Test
    void dot_matchesNewline() {
        assertThat(Matcher.of(Matcher.Kind.RE, "a", "x.y").matches("x\ny")).isTrue();
    }

    @Test
    void missingLabel_hasTheEmptyValue() {
        Labels labels = Labels.of("a", "1");
        assertThat(Matcher.equal("b", "").matches(labels)).isTrue();
        assertThat(Matcher.of(Matcher.Kind.NEQ, "b", "").matches(labels)).isFalse();
        assertThat(Matcher.of(Matcher.Kind.NRE, "b", ".+").matches(labels)).isTrue();
    }

    @Test
    void badPattern_isRefused() {
        assertThatThrownBy(() -> Matcher.of(Matcher.Kind.RE, "a", "(?=x)"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-regex"));
    }
}
