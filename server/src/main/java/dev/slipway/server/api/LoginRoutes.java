package dev.slipway.server.api;

import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Principal;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways in: the first setup, a password, a login link; for programs a token, for browsers a session. */
public final class LoginRoutes implements RouteSource {

    private static final String COMMAND = "cli";
    private static final int LONGEST_NAME = 100;

    private final Accounts accounts;
    private final Tokens tokens;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final InstantSource clock;
    private final Duration life;

    /** @param life how long the token of a login works without being used */
    public LoginRoutes(
            Accounts accounts,
            Tokens tokens,
            Sessions sessions,
            SessionCookie cookie,
            InstantSource clock,
            Duration life) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.sessions = sessions;
        this.cookie = cookie;
        this.clock = clock;
        this.life = life;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.POST,
                        "/api/v1/setup",
                        Access.open("the setup token is the key, once"),
                        this::setUp,
                        "Make the first administrator; answers with a token."),
                new Route(
                        Method.POST,
                        "/api/v1/login",
                        Access.open("who logs in has no token yet"),
                        this::logIn,
                        "Name and password for a token, which ends when it is not used; `former` is the one that it replaces, `machine` a"
                                + " name for lists."),
                new Route(
                        Method.POST,
                        "/api/v1/login-links",
                        Access.wholeServer(Scope.READ, Role.VIEWER),
                        this::link,
                        "A link that opens one browser session for the caller within five minutes."),
                new Route(
                        Method.POST,
                        "/login",
                        Access.open("who logs in has no session yet"),
                        this::logInWithForm,
                        "Form with `name` and `password`: begins a browser session and leads to `?next=`, a path of this server."),
                new Route(
                        Method.GET,
                        "/login/link/{secret}",
                        Access.open("the secret is the key, once"),
                        this::follow,
                        "Uses up a login link: begins a browser session."),
                new Route(
                        Method.POST,
                        "/logout",
                        Access.filtered(Scope.READ, Role.VIEWER),
                        this::logOut,
                        "Ends the browser session."));
    }

    private void setUp(Exchange exchange) {
        Setup wanted = exchange.body(Setup.class);
        String name = Fields.required(wanted.name(), "name");
        accounts.setUp(
                Fields.required(wanted.setupToken(), "setupToken"),
                name,
                Fields.required(wanted.password(), "password"));
        Principal first = accounts.principal(name).orElseThrow();
        exchange.json(201, Map.of("token", commandToken(first, wanted.machine(), wanted.former())));
    }

    private void logIn(Exchange exchange) {
        Credentials given = exchange.body(Credentials.class);
        Principal principal =
                accounts.logIn(Fields.required(given.name(), "name"), Fields.required(given.password(), "password"));
        exchange.json(Map.of("token", commandToken(principal, given.machine(), given.former())));
    }

    private String commandToken(Principal principal, @Nullable String machine, @Nullable String former) {
        String name = machine == null || machine.isBlank() ? COMMAND : COMMAND + " on " + machine.strip();
        String brief = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return tokens.logIn(principal, brief, life, former).key();
    }

    /** A session may do all that the role may, so only a token that may do all of it opens one. */
    private void link(Exchange exchange) {
        for (Scope scope : Scope.values()) {
            if (exchange.principal().role().atLeast(scope.role())) {
                exchange.principal().require(scope);
            }
        }
        String secret = sessions.linkFor(exchange.principal());
        exchange.json(Map.of("url", exchange.origin() + "/login/link/" + secret));
    }

    private void logInWithForm(Exchange exchange) {
        Map<String, String> form = exchange.form();
        Principal principal = accounts.logIn(form.getOrDefault("name", ""), form.getOrDefault("password", ""));
        enter(exchange, sessions.begin(principal, cookie.read(exchange.http()).orElse(null)));
        exchange.seeOther(ownPage(exchange.query("next").orElse("/")));
    }

    private void follow(Exchange exchange) {
        Sessions.Begun begun = sessions.follow(
                        exchange.path("secret"), cookie.read(exchange.http()).orElse(null))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "link-used",
                        "this login link was used, or is older than five minutes",
                        "make another: slipway open"));
        enter(exchange, begun);
        exchange.seeOther("/");
    }

    private void logOut(Exchange exchange) {
        cookie.read(exchange.http()).ifPresent(sessions::end);
        cookie.clear(exchange.http());
        exchange.seeOther("/login");
    }

    private void enter(Exchange exchange, Sessions.Begun begun) {
        cookie.set(exchange.http(), begun.cookie(), Duration.between(clock.instant(), begun.expiresAt()));
    }

    /** Only a path of this server, never another site's address. */
    private static String ownPage(String next) {
        boolean own =
                next.startsWith("/") && !next.startsWith("//") && next.chars().noneMatch(c -> c == '\\' || c < ' ');
        return own ? next : "/";
    }

    record Setup(
            @Nullable String setupToken,
            @Nullable String name,
            @Nullable String password,
            @Nullable String machine,
            @Nullable String former) {

        /** Without token and password. */
        @Override
        public String toString() {
            return "setup of " + name;
        }
    }

    record Credentials(
            @Nullable String name,
            @Nullable String password,
            @Nullable String machine,
            @Nullable String former) {

        /** Without the password and the token. */
        @Override
        public String toString() {
            return "credentials of " + name;
        }
    }
}
