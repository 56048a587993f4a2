package dev.slipway.server.web;

import dev.slipway.kernel.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Stands before everything, git too: only known host names come in, and every answer carries the security headers. */
final class FrontFilter implements Filter {

    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private final AllowedHosts hosts;

    FrontFilter(AllowedHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = (HttpServletResponse) response;
        secure(answer);
        String host = ((HttpServletRequest) request).getHeader("Host");
        if (host == null || !hosts.allows(host)) {
            ProblemBody.of(Problem.of(
                            Problem.Kind.DENIED,
                            "unknown-host",
                            "this server does not answer to the name '" + host + "'",
                            "start it with --allow-host to let it"))
                    .writeTo(answer);
            return;
        }
        if (((HttpServletRequest) request).getHeader("X-HTTP-Method-Override") != null) {
            ProblemBody.of(Problem.of(
                            Problem.Kind.INVALID,
                            "method-override",
                            "requests here cannot pretend to have another method",
                            "send the method that is meant"))
                    .writeTo(answer);
            return;
        }
        chain.doFilter(request, response);
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
