package dev.slipway.delivery.config;

import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command as a POSIX shell would ("Shell Command Language", 2.2 Quoting), without being one: what only a shell
 * can do is refused, never passed on as if it had been done.
 */
public final class ShellWords {

    private static final String SHELL_ONLY = "|&;<>()$`*?[#~\n";

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** @throws Problem code {@code bad-command} */
    public static List<String> split(String text) {
        return new ShellWords(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            char next = text.charAt(at++);
            switch (next) {
                case ' ', '\t' -> endWord();
                case '\'' -> singleQuoted();
                case '"' -> doubleQuoted();
                case '\\' -> append(escaped());
                default -> plain(next);
            }
        }
        endWord();
        if (words.isEmpty()) {
            throw bad("the command is empty", "name a program");
        }
        return List.copyOf(words);
    }

    private void plain(char next) {
        boolean shells = SHELL_ONLY.indexOf(next) >= 0 && !(next == '#' && inWord) && !(next == '~' && inWord);
        if (shells) {
            throw bad(
                    "'" + next + "' needs a shell, and commands run without one",
                    "quote it, or write [sh, -c, \"...\"]");
        }
        append(next);
    }

    private void singleQuoted() {
        int end = text.indexOf('\'', at);
        if (end < 0) {
            throw unclosed("'");
        }
        inWord = true;
        word.append(text, at, end);
        at = end + 1;
    }

    private void doubleQuoted() {
        inWord = true;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '"') {
                return;
            }
            if (next == '$' || next == '`') {
                throw bad(
                        "'" + next + "' needs a shell, and commands run without one",
                        "use single quotes, or write [sh, -c, \"...\"]");
            }
            boolean escape = next == '\\' && at < text.length() && "$`\"\\".indexOf(text.charAt(at)) >= 0;
            word.append(escape ? text.charAt(at++) : next);
        }
        throw unclosed("\"");
    }

    private char escaped() {
        if (at == text.length()) {
            throw bad("the command ends in a backslash", "remove it");
        }
        return text.charAt(at++);
    }

    private void append(char next) {
        inWord = true;
        word.append(next);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private static Problem unclosed(String quote) {
        return bad("a " + quote + " is not closed", "close it, or write the command as a list");
    }

    private static Problem bad(String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, "bad-command", message, hint);
    }
}
