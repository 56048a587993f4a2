package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Takes what nobody may see: typed unseen on a terminal, else from standard input; never from the command line. */
record SecretEntry(Surroundings here) {

    /** Asks on a terminal; else standard input to its end, without the line break that {@code echo} adds. */
    String ask(String question) {
        return entered(question, here.terminal().secret(question).orElseGet(this::standardInput));
    }

    private static String entered(String question, String value) {
        if (value.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "nothing-entered",
                    "nothing was entered for: " + question,
                    "type it at the prompt, or pipe it in: printf %s \"$VALUE\" | slipway ...");
        }
        return value;
    }

    /**
     * As {@link #ask}, twice when it is typed, so that no mistake stays unseen.
     *
     * @param piped whether nobody is asked, be there a terminal or not
     */
    String choose(String question, boolean piped) {
        if (piped) {
            return entered(question, standardInput());
        }
        String value = ask(question);
        boolean same =
                here.terminal().secret(question + " again").map(value::equals).orElse(true);
        if (!same) {
            throw Problem.of(Problem.Kind.INVALID, "entries-differ", "the two entries differ", "enter it once more");
        }
        return value;
    }

    /** Standard input to its end, without one line break at the end. */
    String standardInput() {
        try {
            return new String(here.in().readAllBytes(), StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }
}
