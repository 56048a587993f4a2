package dev.slipway.observe.exposition;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import java.util.function.IntPredicate;

/** A place in one line: takes what is expected there, or refuses the line at that place. */
final class Cursor {

    private static final String COMPARE = "compare the line with the format's grammar";

    private final String source;
    private final int number;
    private final String text;
    private int at;

    Cursor(String source, int number, String text) {
        this.source = source;
        this.number = number;
        this.text = text;
    }

    boolean done() {
        return at == text.length();
    }

    boolean at(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    boolean endsWith(char last) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == last;
    }

    boolean take(char wanted) {
        boolean there = at(wanted);
        if (there) {
            at++;
        }
        return there;
    }

    boolean take(String wanted) {
        boolean there = text.startsWith(wanted, at);
        if (there) {
            at += wanted.length();
        }
        return there;
    }

    void expect(char wanted, String where) {
        if (!take(wanted)) {
            throw refuse("bad-line", "expected '" + wanted + "' " + where);
        }
    }

    void expectEnd() {
        if (!done()) {
            throw refuse("bad-line", "nothing may follow here");
        }
    }

    /** As many characters as fit; may be none. */
    String run(IntPredicate fits) {
        int from = at;
        while (at < text.length() && fits.test(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Everything that is left. */
    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    char next(String what) {
        if (done()) {
            throw refuse("bad-line", "the line ends within " + what);
        }
        return text.charAt(at++);
    }

    void skipBlanks() {
        while (at(' ') || at('\t')) {
            at++;
        }
    }

    Problem refuse(String code, String message) {
        return refuse(code, message, COMPARE);
    }

    Problem refuse(String code, String message, String hint) {
        Position position = new Position(source, number, text.codePointCount(0, at) + 1);
        return Problem.of(Problem.Kind.INVALID, code, position + ": " + message, hint);
    }

    /** The word that was taken last is wrong. */
    Problem refuseWord(String code, String word, String message) {
        at -= word.length();
        return refuse(code, message);
    }

    /** A rule is broken that concerns the line as a whole. */
    Problem refuseLine(String code, String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, code, new Position(source, number, 1) + ": " + message, hint);
    }
}
