package dev.slipway.cli;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Turns the server's {@code application/problem+json}, or an error in Prometheus' words, back into a Problem. */
final class ProblemAnswer {

    private ProblemAnswer() {}

    static Problem of(int status, String body) {
        Problem.Kind kind = kind(status);
        try {
            JsonNode problem = Json.mapper().readTree(body);
            return Problem.of(
                    kind,
                    problem.path("code").asString("http-" + status),
                    problem.path("title").asString(problem.path("error").asString("the server answered " + status)),
                    hint(kind, problem.path("hint").asString(null)));
        } catch (JacksonException notJson) {
            return Problem.of(kind, "http-" + status, "the server answered " + status, hint(kind, null), notJson);
        }
    }

    private static @Nullable String hint(Problem.Kind kind, @Nullable String given) {
        return given == null && kind == Problem.Kind.UNAUTHENTICATED ? "log in with 'slipway login'" : given;
    }

    private static Problem.Kind kind(int status) {
        return Arrays.stream(Problem.Kind.values())
                .filter(kind -> kind.httpStatus() == status)
                .findFirst()
                .orElse(status < 500 ? Problem.Kind.INVALID : Problem.Kind.INTERNAL);
    }
}
