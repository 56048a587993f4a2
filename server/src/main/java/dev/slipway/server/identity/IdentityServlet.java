package dev.slipway.server.identity;

import dev.slipway.kernel.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Gives a job its identity token, for the audience that it names. */
final class IdentityServlet extends HttpServlet {

    /** Where jobs ask. */
    static final String PATH = "/identity/token";

    private static final long serialVersionUID = 1;

    private final transient Identity identity;

    IdentityServlet(Identity identity) {
        this.identity = identity;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<JobIdentity> job = Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .flatMap(header -> identity.job(header.substring(7).strip()));
        Map<String, String> answer = job.map(known -> Map.of(
                        "value",
                        identity.token(
                                known,
                                Optional.ofNullable(request.getParameter("audience"))
                                        .filter(audience -> !audience.isBlank()))))
                .orElseGet(() -> Map.of("message", "this credential is of no job that is under way"));
        response.setStatus(job.isPresent() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_UNAUTHORIZED);
        response.setContentType("application/json");
        response.getOutputStream().write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }
}
