package dev.slipway.server.run;

import dev.slipway.server.git.GitAccess;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leads from the addresses that actions build, {@code $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID},
 * to the pages of runs. It tells nothing about a run: the page asks who wants to see it.
 */
public final class RunLinks implements Filter {

    private static final Pattern LINK = Pattern.compile(
            "/" + GitAccess.OWNER
                    + "/[^/]+/actions/runs/(?<serial>[0-9]{1,18})(?:/attempts/(?<attempt>[0-9]{1,9})|(?<artifacts>/artifacts/[0-9]+))?/?");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> page = page(((HttpServletRequest) request).getRequestURI());
        if (page.isPresent()) {
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.setStatus(HttpServletResponse.SC_SEE_OTHER);
            answer.setHeader("Location", page.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    private static Optional<String> page(String path) {
        Matcher link = LINK.matcher(path);
        if (!link.matches()) {
            return Optional.empty();
        }
        String attempt = link.group("attempt");
        return Optional.of("/runs/" + link.group("serial") + (attempt == null ? "" : "." + attempt)
                + (link.group("artifacts") == null ? "" : "#h-artifacts"));
    }
}
