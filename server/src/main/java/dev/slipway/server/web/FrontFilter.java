package dev.slipway.server.web;

import dev.slipway.kernel.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * Stands before everything, git too: only known host names come in, by a side door only containers of its job and what is
 * for them, and every answer carries the security headers.
 */
public final class FrontFilter implements Filter {

    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private final AllowedHosts hosts;

    private FrontFilter(AllowedHosts hosts) {
        this.hosts = hosts;
    }

    /** Puts it before all that the context serves. */
    public static void before(ServletContextHandler context, AllowedHosts hosts) {
        FilterHolder front = new FilterHolder(new FrontFilter(hosts));
        front.setAsyncSupported(true);
        context.addFilter(front, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        secure(answer);
        Optional<Problem> refusal = SideDoor.of(asked)
                .map(door -> door.refusal(asked))
                .orElseGet(() -> unknownHost(asked.getHeader("Host")))
                .or(() -> overriding(asked));
        if (refusal.isPresent()) {
            ProblemBody.of(refusal.get()).writeTo(answer);
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<Problem> unknownHost(@Nullable String host) {
        return host != null && hosts.allows(host)
                ? Optional.empty()
                : Optional.of(Problem.of(
                        Problem.Kind.DENIED,
                        "unknown-host",
                        "this server does not answer to the name '" + host + "'",
                        "start it with --allow-host to let it"));
    }

    private static Optional<Problem> overriding(HttpServletRequest request) {
        return request.getHeader("X-HTTP-Method-Override") == null
                ? Optional.empty()
                : Optional.of(Problem.of(
                        Problem.Kind.INVALID,
                        "method-override",
                        "requests here cannot pretend to have another method",
                        "send the method that is meant"));
    }

    private static void secure(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }
}
