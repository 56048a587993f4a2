package dev.slipway.server.ui;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the colours of a line that was meant for a terminal (ECMA-48, select graphic rendition) and drops everything
 * else that a terminal would act on. Styles come out as words of a closed list, text as text: what a job prints can
 * never become part of a page. Every line begins plain, so that any line can be shown without those before it.
 */
final class Ansi {

    private static final char ESC = '\u001b';
    private static final char BELL = '\u0007';

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private AnsiStyle style = AnsiStyle.PLAIN;
    private int at;

    private Ansi(String text) {
        this.text = text;
    }

    /**
     * A stretch of text in one style.
     *
     * @param style class names, separated by spaces; empty for plain
     */
    record Part(String style, String text) {}

    static List<Part> parts(String line) {
        return new Ansi(line).read();
    }

    private List<Part> read() {
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == ESC) {
                escape();
            } else if (next == '\u009b') {
                control();
            } else if (next == '\t' || !Character.isISOControl(next)) {
                run.append(reordering(next) ? '\uFFFD' : next);
            }
        }
        flush();
        return List.copyOf(parts);
    }

    /** Characters that make a line read differently from what it is (CVE-2021-42574). */
    private static boolean reordering(char character) {
        return (character >= '\u202a' && character <= '\u202e') || (character >= '\u2066' && character <= '\u2069');
    }

    private void escape() {
        if (at == text.length()) {
            return;
        }
        char kind = text.charAt(at++);
        if (kind == '[') {
            control();
        } else if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
            skipString();
        } else {
            while (kind >= ' ' && kind <= '/' && at < text.length()) {
                kind = text.charAt(at++);
            }
        }
    }

    /** Titles, links and other strings: up to BEL or ESC backslash. */
    private void skipString() {
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == BELL) {
                return;
            }
            if (next == ESC && at < text.length() && text.charAt(at) == '\\') {
                at++;
                return;
            }
        }
    }

    private void control() {
        int start = at;
        while (at < text.length() && (text.charAt(at) < '@' || text.charAt(at) > '~')) {
            at++;
        }
        if (at == text.length()) {
            return;
        }
        char end = text.charAt(at++);
        if (end == 'm') {
            flush();
            style = style.after(text.substring(start, at - 1));
        }
    }

    private void flush() {
        if (!run.isEmpty()) {
            parts.add(new Part(style.words(), run.toString()));
            run.setLength(0);
        }
    }
}
