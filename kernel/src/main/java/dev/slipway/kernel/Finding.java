package dev.slipway.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell the author of a file: what is wrong, where, and what to do about it.
 *
 * @param severity how much it matters
 * @param code stable, kebab-case, for filters and documentation, such as {@code unknown-key}
 * @param position where
 * @param message what is wrong, one sentence without a full stop
 * @param hint what to do next, or null when the message says it all
 */
public record Finding(
        Severity severity,
        String code,
        Position position,
        String message,
        @Nullable String hint) {

    public static Finding error(String code, Position position, String message, @Nullable String hint) {
        return new Finding(Severity.ERROR, code, position, message, hint);
    }

    public static Finding warning(String code, Position position, String message, @Nullable String hint) {
        return new Finding(Severity.WARNING, code, position, message, hint);
    }

    /** True when at least one of the findings makes the file unusable. */
    public static boolean anyError(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** One line in the form that editors and terminals link: {@code file:line:column: error: message (hint)}. */
    @Override
    public String toString() {
        String line = position + ": " + severity.name().toLowerCase(java.util.Locale.ROOT) + ": " + message;
        return hint == null ? line : line + " (" + hint + ")";
    }
}
