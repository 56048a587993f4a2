package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

    @Test
    void quotes_keepWordsTogether() {
        assertThat(ShellWords.split("run  'a b' \"c \\\"d\\\" \\n\" e\\ f g'h'\"i\" ''"))
                .isEqualTo(List.of("run", "a b", "c \"d\" \\n", "e f", "ghi", ""));
    }

    @Test
    void quotedShellCharacters_arePlainText() {
        assertThat(ShellWords.split("run '$HOME|*' \"a;b\" c#d \\$x"))
                .containsExactly("run", "$HOME|*", "a;b", "c#d", "$x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a | b",
                "a && b",
                "a > log",
                "a $HOME",
                "a \"$HOME\"",
                "a `b`",
                "a *.jar",
                "a ~/x",
                "a # b",
                "'a",
                "\"a",
                "a\\",
                "  "
            })
    void whatNeedsAShell_isRefused(String command) {
        assertThatThrownBy(() -> ShellWords.split(command))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-command"));
    }
}
