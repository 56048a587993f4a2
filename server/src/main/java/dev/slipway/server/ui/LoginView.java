package dev.slipway.server.ui;

import dev.slipway.server.web.ProblemBody;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The sign-in page.
 *
 * @param next where to go afterwards
 * @param problem why the last attempt failed
 */
public record LoginView(String next, Optional<String> problem) {

    static LoginView first(Optional<String> next) {
        return new LoginView(next.orElse("/"), Optional.empty());
    }

    /** One more attempt, which leads where the last one was to lead. */
    static LoginView after(ProblemBody problem, Optional<String> next) {
        return new LoginView(next.orElse("/"), Optional.of(problem.title()));
    }

    /** Where the form is sent. */
    public String action() {
        return "/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }
}
