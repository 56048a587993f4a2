package dev.slipway.runner.command;

import dev.slipway.kernel.Problem;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One pattern of a problem matcher. It is matched in linear time where RE2 knows its syntax; else, for look-around and
 * back-references, by Java's engine over a text that stops answering when the time is up.
 */
final class LinePattern {

    /** As in GitHub's runner. */
    private static final long MOST_NANOS = 1_000_000_000L;

    private final String source;
    private final boolean loop;
    private final Groups groups;
    private final com.google.re2j.@Nullable Pattern linear;
    private final @Nullable Pattern backtracking;

    /**
     * @param loop whether it may match several lines in a row
     * @throws Problem of kind INVALID, code {@code bad-problem-matcher}
     */
    LinePattern(String source, boolean loop, Groups groups) {
        this.source = source;
        this.loop = loop;
        this.groups = groups;
        this.linear = linear(source);
        this.backtracking = linear == null ? backtracking(source) : null;
    }

    private static com.google.re2j.@Nullable Pattern linear(String source) {
        try {
            return com.google.re2j.Pattern.compile(source);
        } catch (com.google.re2j.PatternSyntaxException needsMore) {
            return null;
        }
    }

    private static Pattern backtracking(String source) {
        try {
            return Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-problem-matcher",
                    "'" + source + "' is no regular expression: " + e.getDescription(),
                    "mend the matcher's file",
                    e);
        }
    }

    boolean loop() {
        return loop;
    }

    /** What the line says, if it is such a line. */
    Optional<ProblemMatcher.Found> match(String line) throws TooSlow {
        if (linear != null) {
            com.google.re2j.Matcher matcher = linear.matcher(line);
            return matcher.find() ? Optional.of(groups.read(matcher.groupCount(), matcher::group)) : Optional.empty();
        }
        try {
            Matcher matcher = java.util.Objects.requireNonNull(backtracking)
                    .matcher(new Watched(line, System.nanoTime() + MOST_NANOS));
            return matcher.find() ? Optional.of(groups.read(matcher.groupCount(), matcher::group)) : Optional.empty();
        } catch (TimeIsUp timeIsUp) {
            throw new TooSlow(source);
        }
    }

    @Override
    public String toString() {
        return source;
    }

    /** Which group holds what; 0 for none. */
    record Groups(int file, int fromPath, int line, int column, int severity, int code, int message) {

        private ProblemMatcher.Found read(int count, IntFunction<@Nullable String> group) {
            IntFunction<String> text = number -> {
                String found = number > 0 && number <= count ? group.apply(number) : null;
                return found == null ? "" : found.strip();
            };
            return new ProblemMatcher.Found(
                    text.apply(file),
                    text.apply(fromPath),
                    text.apply(line),
                    text.apply(column),
                    text.apply(severity),
                    text.apply(code),
                    text.apply(message));
        }
    }

    /** A pattern took too long with a line. */
    static final class TooSlow extends Exception {
        private static final long serialVersionUID = 1;

        TooSlow(String pattern) {
            super(pattern);
        }
    }

    private static final class TimeIsUp extends RuntimeException {
        private static final long serialVersionUID = 1;

        TimeIsUp() {
            super("the time for one line is up", null, false, false);
        }
    }

    /** A text that can be looked at until a moment, which ends a match that would go on for ages. */
    private record Watched(CharSequence text, long until) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (System.nanoTime() > until) {
                throw new TimeIsUp();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.subSequence(start, end), until);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
