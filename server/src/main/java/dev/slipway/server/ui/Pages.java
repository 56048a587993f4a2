package dev.slipway.server.ui;

import dev.slipway.server.account.Principal;
import dev.slipway.server.web.ErrorPage;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.ProblemBody;
import dev.slipway.server.web.SessionCookie;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders pages by the templates that were compiled with the server. */
final class Pages implements ErrorPage {

    private static final String TEMPLATES = "dev.slipway.server.ui.page";

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);
    private final StaticFiles assets;
    private final SessionCookie cookie;
    private final InstantSource clock;

    Pages(StaticFiles assets, SessionCookie cookie, InstantSource clock) {
        this.assets = assets;
        this.cookie = cookie;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** What a page of this title has around it, for the one who asks. */
    Frame frame(Exchange exchange, String title, Crumb... crumbs) {
        return new Frame(title, List.of(crumbs), exchange.visitor(), formToken(exchange), clock.instant(), assets);
    }

    /** What the forms of this visitor's session carry. */
    String formToken(Exchange exchange) {
        return formToken(exchange.http());
    }

    private String formToken(Context http) {
        return cookie.read(http).map(SessionCookie::tokenOf).orElse("");
    }

    /** @param template its file's name without the ending */
    void show(Exchange exchange, String template, Frame frame, Object view) {
        exchange.html(render(template, frame, view));
    }

    private String render(String template, Frame frame, Object view) {
        StringOutput out = new StringOutput();
        templates.render(template + ".jte", Map.of("frame", frame, "view", view), out);
        return out.toString();
    }

    @Override
    public String render(ProblemBody problem, Context http, Optional<Principal> visitor) {
        if (problem.code().equals("bad-login")) {
            Frame door = new Frame("Sign in", List.of(), visitor, formToken(http), clock.instant(), assets);
            return render("login", door, LoginView.after(problem, Optional.ofNullable(http.queryParam("next"))));
        }
        Frame frame = new Frame(problem.title(), List.of(), visitor, formToken(http), clock.instant(), assets);
        return render("problem", frame, problem);
    }
}
