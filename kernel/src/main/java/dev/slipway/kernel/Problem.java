package dev.slipway.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The one exception that Slipway throws on purpose: it carries what happened, whose turn it is to act, and what to do
 * next. The API turns it into {@code application/problem+json}, the command into two lines and an exit code.
 */
public final class Problem extends RuntimeException {

    private final Kind kind;
    private final String code;
    private final @Nullable String hint;

    private Problem(Kind kind, String code, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.hint = hint;
    }

    /**
     * @param kind whose turn it is to act
     * @param code stable, kebab-case
     * @param message what happened, in plain language
     * @param hint what to do next
     */
    public static Problem of(Kind kind, String code, String message, @Nullable String hint) {
        return new Problem(kind, code, message, hint, null);
    }

    /** The same, keeping the cause for the log. */
    public static Problem of(Kind kind, String code, String message, @Nullable String hint, Throwable cause) {
        return new Problem(kind, code, message, hint, cause);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public @Nullable String hint() {
        return hint;
    }

    /** What happened, as a person reads it. */
    public String message() {
        String message = getMessage();
        return message == null ? code : message;
    }

    /** Whose turn it is to act, with the HTTP status and the exit code (sysexits) that say so. */
    public enum Kind {
        /** The input is wrong: the caller must change it. */
        INVALID(422, 65),
        /** The caller must say who they are. */
        UNAUTHENTICATED(401, 77),
        /** The caller may not do this. */
        DENIED(403, 77),
        /** There is no such thing. */
        NOT_FOUND(404, 66),
        /** It cannot be done in the present state; look again. */
        CONFLICT(409, 75),
        /** More than is allowed. */
        TOO_LARGE(413, 65),
        /** Something that Slipway needs is not there; try again or mend it. */
        UNAVAILABLE(503, 69),
        /** A defect of Slipway's own. */
        INTERNAL(500, 70);

        private final int httpStatus;
        private final int exitCode;

        Kind(int httpStatus, int exitCode) {
            this.httpStatus = httpStatus;
            this.exitCode = exitCode;
        }

        public int httpStatus() {
            return httpStatus;
        }

        public int exitCode() {
            return exitCode;
        }
    }
}
