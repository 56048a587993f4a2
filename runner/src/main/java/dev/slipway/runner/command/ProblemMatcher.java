package dev.slipway.runner.command;

import dev.slipway.runner.log.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds problems in the output of a tool by a row of patterns, each for one line; what the lines of one problem say is
 * put together. With {@code loop} the last pattern finds more problems that share the lines before them. Follows
 * IssueMatcher.cs of GitHub's runner.
 */
final class ProblemMatcher {

    private final String owner;
    private final String severity;
    private final List<LinePattern> patterns;
    private final @Nullable Found[] state;

    /** @param severity where no pattern finds one */
    ProblemMatcher(String owner, String severity, List<LinePattern> patterns) {
        this.owner = owner;
        this.severity = severity;
        this.patterns = List.copyOf(patterns);
        this.state = new @Nullable Found[patterns.size()];
    }

    String owner() {
        return owner;
    }

    /** Forgets the lines that may begin a problem. */
    void reset() {
        Arrays.fill(state, null);
    }

    /**
     * The problem that the line completes. The row is asked from its end, so that a line which goes on with one problem
     * is not taken for the beginning of the next.
     *
     * @throws LinePattern.TooSlow when a pattern takes too long with this line
     */
    Optional<Found> match(String line) throws LinePattern.TooSlow {
        int last = patterns.size() - 1;
        for (int i = last; i >= 0; i--) {
            Found before = i == 0 ? Found.NOTHING : state[i - 1];
            if (before == null) {
                continue;
            }
            Optional<Found> found = patterns.get(i).match(line).map(before::and);
            if (i < last) {
                state[i] = found.orElse(null);
            } else if (found.isPresent()) {
                reset();
                if (i > 0 && patterns.get(i).loop()) {
                    state[i - 1] = before;
                }
                return found.map(complete -> complete.or(severity));
            } else if (i > 0) {
                state[i - 1] = null;
            }
        }
        return Optional.empty();
    }

    /** What was found so far; empty texts are what was not. */
    record Found(
            String file, String fromPath, String line, String column, String severity, String code, String message) {

        static final Found NOTHING = new Found("", "", "", "", "", "", "");

        private Found and(Found later) {
            return new Found(
                    either(later.file, file),
                    either(later.fromPath, fromPath),
                    either(later.line, line),
                    either(later.column, column),
                    either(later.severity, severity),
                    either(later.code, code),
                    either(later.message, message));
        }

        private Found or(String usual) {
            return new Found(file, fromPath, line, column, either(severity, usual), code, message);
        }

        private static String either(String first, String second) {
            return first.isEmpty() ? second : first;
        }

        /** How bad it is; absent for a word that is no severity. */
        Optional<Annotation.Level> level() {
            return switch (severity.toLowerCase(Locale.ROOT)) {
                case "", "error" -> Optional.of(Annotation.Level.ERROR);
                case "warning" -> Optional.of(Annotation.Level.WARNING);
                case "notice" -> Optional.of(Annotation.Level.NOTICE);
                default -> Optional.empty();
            };
        }

        Optional<Integer> number(String text) {
            return Optional.of(text)
                    .filter(digits -> digits.matches("\\d{1,9}"))
                    .map(Integer::valueOf);
        }
    }

    @Override
    public String toString() {
        return owner + new ArrayList<>(patterns);
    }
}
