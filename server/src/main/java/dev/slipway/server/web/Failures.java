package dev.slipway.server.web;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into an answer: a problem for programs, a page for people. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final ErrorPage page;

    Failures(ErrorPage page) {
        this.page = page;
    }

    void answer(Problem problem, Context http) {
        if (problem.kind() == Problem.Kind.INTERNAL || problem.kind() == Problem.Kind.UNAVAILABLE) {
            LOG.error("{} {}: {}", http.method(), http.path(), problem.message(), problem);
        }
        boolean signsIn = problem.kind() == Problem.Kind.UNAUTHENTICATED
                && http.req().getMethod().equals("GET")
                && forPerson(http);
        if (signsIn) {
            http.status(303)
                    .header("Location", "/login?next=" + URLEncoder.encode(http.path(), StandardCharsets.UTF_8));
            return;
        }
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
            http.header("WWW-Authenticate", "Bearer realm=\"slipway\"");
        }
        write(ProblemBody.of(problem), http);
    }

    private void write(ProblemBody body, Context http) {
        http.status(body.status());
        if (forPerson(http)) {
            http.html(page.render(body));
        } else {
            http.contentType(ProblemBody.CONTENT_TYPE).result(Json.write(body));
        }
    }

    /** For what Slipway did not foresee: the log has it all, the principal nothing of it. */
    void answerDefect(Exception defect, Context http) {
        LOG.error("{} {} failed", http.method(), http.path(), defect);
        write(new ProblemBody("internal-error", "Slipway has failed at this", "the server's log says more", 500), http);
    }

    private static boolean forPerson(Context http) {
        String accept = http.header("Accept");
        return accept != null && accept.contains("text/html") && !http.path().startsWith("/api/");
    }
}
