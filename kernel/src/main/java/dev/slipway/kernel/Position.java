package dev.slipway.kernel;

/**
 * A place in a text that a user wrote, so that every complaint can be found at once.
 *
 * @param file path relative to the repository's root, with forward slashes
 * @param line 1-based
 * @param column 1-based, in code points
 */
public record Position(String file, int line, int column) {

    /** The start of a file, for findings that concern it as a whole. */
    public static Position startOf(String file) {
        return new Position(file, 1, 1);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
