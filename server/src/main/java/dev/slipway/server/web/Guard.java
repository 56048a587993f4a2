package dev.slipway.server.web;

import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Principal;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides for every request whether it may be served: who asks, what the route demands, whether a browser was tricked.
 * There is one way through it for all routes.
 */
final class Guard {

    private static final List<String> PROXY_HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private static final String KNOWN = "slipway.principal";

    private final Authenticator authenticator;
    private final ProjectNames projects;
    private final SessionCookie cookie;
    private final int largestBody;
    private final OpenStreams streams;

    Guard(
            Authenticator authenticator,
            ProjectNames projects,
            SessionCookie cookie,
            int largestBody,
            OpenStreams streams) {
        this.authenticator = authenticator;
        this.projects = projects;
        this.cookie = cookie;
        this.largestBody = largestBody;
        this.streams = streams;
    }

    /** @throws Problem when the request may not be served */
    Exchange admit(Route route, Context http) {
        if (http.req().getContentLengthLong() > largestBody) {
            throw tooLarge(largestBody);
        }
        Identity identity = identify(http);
        http.attribute(KNOWN, identity.principal());
        Exchange exchange = new Exchange(http, identity.principal(), largestBody, streams);
        checkBrowser(route, exchange, identity);
        grant(route.access(), exchange);
        return exchange;
    }

    /** What somebody hears who asks for something that is not declared. */
    Problem undeclared(Context http) {
        Identity identity = identify(http);
        if (identity.principal() == null) {
            return unauthenticated();
        }
        http.attribute(KNOWN, identity.principal());
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-such-page",
                "there is nothing at " + http.path(),
                http.path().startsWith("/api/")
                        ? "see docs/http-api.md"
                        : "check the address; the overview leads to every project");
    }

    /** Who asks, as far as it was found out before the request failed. */
    static Optional<Principal> known(Context http) {
        return Optional.ofNullable(http.attribute(KNOWN));
    }

    private Identity identify(Context http) {
        String header = http.header("Authorization");
        if (header != null) {
            return new Identity(byHeader(header).orElseThrow(Guard::badToken), null);
        }
        Optional<String> secret = cookie.read(http);
        Optional<Principal> principal = secret.flatMap(authenticator::bySession);
        return principal.isPresent() ? new Identity(principal.get(), secret.get()) : new Identity(null, null);
    }

    /** A token, alone or as the password beside its account's name: some programs can send nothing else. */
    private Optional<Principal> byHeader(String header) {
        return bearer(header)
                .flatMap(authenticator::byToken)
                .or(() -> BasicCredentials.read(header)
                        .flatMap(given -> authenticator
                                .byToken(given.secret())
                                .filter(principal -> principal.name().equals(given.name()))));
    }

    private static Optional<String> bearer(String header) {
        return header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(header.substring(7).strip())
                : Optional.empty();
    }

    /**
     * Requests that change something and that a browser may have sent on a stranger's behalf: their origin must be ours,
     * and where the browser's cookie is what speaks for them, they must carry the session's token.
     */
    private static void checkBrowser(Route route, Exchange exchange, Identity identity) {
        if (route.method().safe()) {
            return;
        }
        Context http = exchange.http();
        String origin = http.header("Origin");
        boolean foreign = origin != null && !sameOrigin(origin, http.header("Host"));
        if (foreign || "cross-site".equals(http.header("Sec-Fetch-Site"))) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "foreign-origin",
                    "another site's page may not do this",
                    "open Slipway's own page and try there");
        }
        String session = identity.session();
        if (session != null && !SessionCookie.matches(session, formToken(exchange))) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "bad-form-token",
                    "the form has no valid token",
                    "reload the page and try again");
        }
    }

    private static String formToken(Exchange exchange) {
        Context http = exchange.http();
        String header = http.header(SessionCookie.TOKEN_HEADER);
        if (header != null) {
            return header;
        }
        return http.isFormUrlencoded() ? exchange.form().getOrDefault(SessionCookie.TOKEN_FIELD, "") : "";
    }

    private static boolean sameOrigin(String origin, @Nullable String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return host != null
                && (lower.equals("http://" + host.toLowerCase(Locale.ROOT))
                        || lower.equals("https://" + host.toLowerCase(Locale.ROOT)));
    }

    private void grant(Access access, Exchange exchange) {
        switch (access) {
            case Access.Open _ -> {}
            case Access.Member member -> grant(member, exchange);
            case Access.Local local -> {
                if (!isLocal(exchange.http())) {
                    grant(local.other(), exchange);
                }
            }
        }
    }

    private void grant(Access.Member member, Exchange exchange) {
        Principal principal = exchange.principal();
        principal.require(member.role());
        principal.require(member.scope());
        boolean reaches = switch (member.reach()) {
            case Access.Reach.Filtered _ -> true;
            case Access.Reach.WholeServer _ -> principal.project().isEmpty();
            case Access.Reach.InProject(String parameter) -> principal.mayReach(exchange.path(parameter));
            case Access.Reach.LookedUp(Access.ProjectLookup lookup) -> principal.mayReach(lookup.project(exchange));
        };
        if (!reaches) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "token-bound-elsewhere",
                    "this token is bound to another project",
                    "use a token of this project, or one that is not bound");
        }
        if (member.reach() instanceof Access.Reach.InProject(String parameter)) {
            projects.require(exchange.path(parameter), principal);
        }
    }

    private static boolean isLocal(Context http) {
        try {
            return InetAddress.getByName(http.req().getRemoteAddr()).isLoopbackAddress()
                    && PROXY_HEADERS.stream().allMatch(name -> http.header(name) == null);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the remote address is always a numeric address", e);
        }
    }

    static Problem unauthenticated() {
        return Problem.of(
                Problem.Kind.UNAUTHENTICATED,
                "sign-in-needed",
                "this needs an account",
                "sign in, or send a token: slipway login");
    }

    private static Problem badToken() {
        return Problem.of(
                Problem.Kind.UNAUTHENTICATED,
                "bad-token",
                "this token is not valid",
                "it may have been revoked; slipway login makes a new one");
    }

    static Problem tooLarge(int largest) {
        return Problem.of(
                Problem.Kind.TOO_LARGE,
                "body-too-large",
                "the request has more than " + largest + " bytes",
                "send less at once");
    }

    /** @param session the cookie's secret when a browser's session speaks for the principal */
    private record Identity(
            @Nullable Principal principal, @Nullable String session) {}
}
