package dev.slipway.runner.log;

import java.util.Optional;

/**
 * A note that a job wants its readers to see, if possible beside the line of the file that it is about.
 *
 * @param level how bad it is
 * @param message what it says
 * @param title in place of the level's name
 * @param file path relative to the repository's root
 * @param startLine 1-based
 * @param endLine 1-based, not before the start
 * @param startColumn 1-based
 * @param endColumn 1-based
 * @param step number of the step that said it, 0 for the job itself
 */
public record Annotation(
        Level level,
        String message,
        Optional<String> title,
        Optional<String> file,
        Optional<Integer> startLine,
        Optional<Integer> endLine,
        Optional<Integer> startColumn,
        Optional<Integer> endColumn,
        int step) {

    /** A note about no file in particular. */
    public static Annotation of(Level level, String message, int step) {
        return new Annotation(
                level,
                message,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                step);
    }

    /** How bad it is. */
    public enum Level {
        /** Worth knowing. */
        NOTICE,
        /** Probably not as intended. */
        WARNING,
        /** Wrong. */
        ERROR
    }
}
