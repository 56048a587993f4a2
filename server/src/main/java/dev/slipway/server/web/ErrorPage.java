package dev.slipway.server.web;

import dev.slipway.server.account.Principal;
import io.javalin.http.Context;
import java.util.Optional;

/** Shows a problem to a person at a browser. */
@FunctionalInterface
public interface ErrorPage {

    /**
     * @param visitor who asks, where that is known
     * @return a whole HTML page, everything in it escaped
     */
    String render(ProblemBody problem, Context http, Optional<Principal> visitor);

    /** A page without any dress, for when there is no other. */
    static ErrorPage plain() {
        return (problem, _, _) -> """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%1$d - Slipway</title></head>
                <body><main><h1>%2$s</h1><p>%3$s</p><p><a href="/">Back to Slipway</a></p></main></body>
                </html>
                """.formatted(
                problem.status(), escape(problem.title()), escape(problem.hint() == null ? "" : problem.hint()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
