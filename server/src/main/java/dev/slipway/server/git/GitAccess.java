package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Principal;
import dev.slipway.server.web.Authenticator;
import dev.slipway.server.web.BasicCredentials;
import dev.slipway.server.web.ProblemBody;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may fetch and who may push. Only the four requests of git's smart protocol pass; everything else under
 * {@code /git} does not exist.
 */
public final class GitAccess implements Filter {

    /** Below which repositories are called as workflows do it: by {@code github.repository}. */
    public static final String OWNER = "slipway";

    /** Of the servlets that speak git's protocol. */
    public static final List<String> PATTERNS = List.of("/git/*", "/" + OWNER + "/*");

    private static final Pattern REQUEST =
            Pattern.compile("/(?:git|" + OWNER + ")/([^/]+?)(?:\\.git)?/(info/refs|git-upload-pack|git-receive-pack)");
    private static final String PUSH_SERVICE = "git-receive-pack";
    private static final String FETCH_SERVICE = "git-upload-pack";

    private final Authenticator authenticator;
    private final ProjectDirectory projects;
    private final JobKeys keys;
    private final ReadGrants grants;

    /** @param keys of the jobs that run */
    public GitAccess(Authenticator authenticator, ProjectDirectory projects, JobKeys keys, ReadGrants grants) {
        this.authenticator = authenticator;
        this.projects = projects;
        this.keys = keys;
        this.grants = grants;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        try {
            admit(asked).attachTo(asked);
        } catch (Problem problem) {
            refuse(problem, answer);
            return;
        }
        chain.doFilter(request, response);
    }

    private GitVisit admit(HttpServletRequest request) {
        BasicCredentials given = credentials(request.getHeader("Authorization"));
        Matcher path = REQUEST.matcher(request.getRequestURI());
        Optional<String> service = path.matches() ? service(request, path.group(2)) : Optional.empty();
        if (service.isEmpty()) {
            throw Problem.of(Problem.Kind.NOT_FOUND, "no-such-page", "there is no such git service here", null);
        }
        String project = path.group(1);
        boolean pushes = service.get().equals(PUSH_SERVICE);
        Optional<JobKeys.Right> right = keys.right(given.secret());
        if (right.isPresent()) {
            demand(right.get(), project, pushes);
            return new GitVisit(project, JobKeys.PUSHER, pushes);
        }
        Principal principal =
                authenticator.byNameAndSecret(given.name(), given.secret()).orElseThrow(GitAccess::stranger);
        demand(principal, project, pushes ? Role.MAINTAINER : Role.VIEWER, pushes ? Scope.PUSH : Scope.READ);
        if (!projects.exists(project)) {
            if (!pushes) {
                throw Problem.of(
                        Problem.Kind.NOT_FOUND, "no-such-project", "there is no project '" + project + "'", null);
            }
            projects.createByPush(project, principal.name());
        }
        return new GitVisit(project, principal.name(), pushes);
    }

    private static Optional<String> service(HttpServletRequest request, String endpoint) {
        return switch (endpoint) {
            case "info/refs" ->
                Optional.ofNullable(request.getParameter("service"))
                        .filter(name -> name.equals(PUSH_SERVICE) || name.equals(FETCH_SERVICE));
            case PUSH_SERVICE, FETCH_SERVICE -> Optional.of(endpoint);
            default -> Optional.empty();
        };
    }

    private static BasicCredentials credentials(@Nullable String header) {
        return Optional.ofNullable(header).flatMap(BasicCredentials::read).orElseThrow(GitAccess::stranger);
    }

    private static Problem stranger() {
        return Problem.of(
                Problem.Kind.UNAUTHENTICATED,
                "sign-in-needed",
                "git needs an account here",
                "give the account's name, and a token or its password as the password");
    }

    private void demand(JobKeys.Right right, String project, boolean pushes) {
        if (!pushes) {
            new JobReading(right, grants).demand(project, JobKeys.Power.FETCH);
        } else if (!right.has(JobKeys.Power.PUSH) || !right.project().equals(project)) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "git-denied",
                    "the job's token may not push to '" + project + "'",
                    "it pushes to its own project only, with what 'permissions: {contents: write}' gives");
        }
    }

    private static void demand(Principal principal, String project, Role role, Scope scope) {
        if (!principal.role().atLeast(role) || !principal.has(scope) || !principal.mayReach(project)) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "git-denied",
                    principal.name() + " may not do this to '" + project + "'",
                    "it needs the role " + role + " and a token with the scope " + scope + " for this project");
        }
    }

    private static void refuse(Problem problem, HttpServletResponse answer) throws IOException {
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
            answer.setHeader("WWW-Authenticate", "Basic realm=\"slipway\", charset=\"UTF-8\"");
        }
        String hint = problem.hint() == null ? "" : "\n" + problem.hint();
        answer.setStatus(ProblemBody.of(problem).status());
        answer.setContentType("text/plain; charset=utf-8");
        answer.getOutputStream().write((problem.message() + hint + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
