package dev.slipway.promql.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    @Timeout(60)
    void patternMadeToBacktrack_takesTimeInProportion() {
        String value = "a".repeat(100_000) + "!";
        for (String pattern : List.of("(a+)+", "(a|aa)+", "(a*)*b", "(.*)*x", "([a-z]+)*[a-z]+[0-9]")) {
            assertThat(Matcher.of(Matcher.Kind.RE, "l", pattern).matches(value)).isFalse();
        }
    }

    @Test
    void badPattern_isRefused() {
        assertThatThrownBy(() -> Matcher.of(Matcher.Kind.RE, "a", "(?=x)"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-regex"));
    }
}
