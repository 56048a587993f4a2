package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnsiTest {

    private static Ansi.Part part(String style, String text) {
        return new Ansi.Part(style, text);
    }

    @Test
    void colours_becomeWordsOfAClosedList() {
        assertThat(Ansi.parts("a\u001b[1;31mred\u001b[0m plain \u001b[48;5;2;4mx"))
                .containsExactly(part("", "a"), part("f1 b", "red"), part("", " plain "), part("g2 u", "x"));
    }

    @Test
    void brightAndTrueColours_goToTheNearestOfSixteen() {
        assertThat(Ansi.parts("\u001b[92mg\u001b[38;2;250;5;5mr\u001b[38;5;231mw\u001b[39mp"))
                .containsExactly(part("f10", "g"), part("f9", "r"), part("f15", "w"), part("", "p"));
    }

    @Test
    void whatATerminalWouldActOn_isDropped() {
        assertThat(Ansi.parts("a\u001b[2Jb\u001b]0;title\u0007c\u001b]8;;http://x\u001b\\d\u001b(Be\u009b5nf\rg\bh"))
                .containsExactly(part("", "abcdefgh"));
    }

    @Test
    void unfinishedSequences_endWithTheLine() {
        assertThat(Ansi.parts("a\u001b")).containsExactly(part("", "a"));
        assertThat(Ansi.parts("a\u001b[31")).containsExactly(part("", "a"));
        assertThat(Ansi.parts("a\u001b]0;never")).containsExactly(part("", "a"));
    }

    @Test
    void reorderingCharacters_areMadeVisible() {
        assertThat(Ansi.parts("if (admin\u202e)")).containsExactly(part("", "if (admin\uFFFD)"));
    }

    @Test
    void markup_isJustText() {
        assertThat(Ansi.parts("<b onclick=x>")).containsExactly(part("", "<b onclick=x>"));
    }
}
