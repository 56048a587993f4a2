package dev.slipway.server.web;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A problem as RFC 9457 has it: {@code application/problem+json}.
 *
 * @param title what happened
 * @param hint what to do next
 */
public record ProblemBody(
        String code, String title, @Nullable String hint, int status) {

    public static final String CONTENT_TYPE = "application/problem+json";

    public static ProblemBody of(Problem problem) {
        return new ProblemBody(
                problem.code(),
                problem.message(),
                problem.hint(),
                problem.kind().httpStatus());
    }

    /** Answers with the problem, from where there is no exchange yet. */
    public void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(CONTENT_TYPE);
        response.getOutputStream().write(Json.write(this).getBytes(StandardCharsets.UTF_8));
    }
}
