package dev.slipway.actions.expression;

import dev.slipway.kernel.Problem;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** At which stage an expression failed; the code of its {@link Problem} tells. */
public enum ExpressionError {
    /** A character sequence that is no token. */
    LEXING,
    /** Tokens that do not form an expression, or name something that does not exist here. */
    PARSING,
    /** A well-formed expression whose values do not fit. */
    EVALUATION;

    /** For example {@code expression-parsing}. */
    public String code() {
        return "expression-" + name().toLowerCase(Locale.ROOT);
    }

    /** The stage of a problem that came from this package. */
    public static Optional<ExpressionError> of(Problem problem) {
        for (ExpressionError error : values()) {
            if (error.code().equals(problem.code())) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }

    Problem problem(String message, @Nullable String hint) {
        return Problem.of(Problem.Kind.INVALID, code(), message, hint);
    }

    Problem problem(String message, @Nullable String hint, Throwable cause) {
        return Problem.of(Problem.Kind.INVALID, code(), message, hint, cause);
    }
}
