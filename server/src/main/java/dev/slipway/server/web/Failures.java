package dev.slipway.server.web;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Principal;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into an answer: a problem for programs, a page for people. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final ErrorPage page;
    private final Map<String, Long> told = new ConcurrentHashMap<>();

    Failures(ErrorPage page) {
        this.page = page;
    }

    void answer(Problem problem, Context http) {
        if (problem.kind() == Problem.Kind.INTERNAL
                || (problem.kind() == Problem.Kind.UNAVAILABLE && isNews(problem))) {
            LOG.error("{} {}: {}", http.method(), http.path(), problem.message(), problem);
        }
        boolean signsIn = problem.kind() == Problem.Kind.UNAUTHENTICATED
                && http.req().getMethod().equals("GET")
                && forPerson(http);
        if (signsIn) {
            http.status(303)
                    .header("Location", "/login?next=" + URLEncoder.encode(asked(http), StandardCharsets.UTF_8));
            return;
        }
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
            http.header("WWW-Authenticate", "Bearer realm=\"slipway\"");
        }
        write(ProblemBody.of(problem), http);
    }

    private static String asked(Context http) {
        String query = http.queryString();
        return query == null ? http.path() : http.path() + "?" + query;
    }

    /** What is away, such as room on the disk, fails every request that needs it: it is told once in a while. */
    private boolean isNews(Problem problem) {
        long now = System.nanoTime();
        boolean[] news = {false};
        told.compute(problem.code(), (_, before) -> {
            news[0] = before == null || now - before >= SILENCE.toNanos();
            return news[0] ? Long.valueOf(now) : before;
        });
        return news[0];
    }

    private void write(ProblemBody body, Context http) {
        http.status(body.status());
        if (forPerson(http)) {
            Optional<Principal> visitor = Guard.known(http);
            http.html(page.render(body, http, visitor));
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
