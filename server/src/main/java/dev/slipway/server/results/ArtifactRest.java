package dev.slipway.server.results;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.server.git.GitAccess;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of GitHub's REST API that the stock {@code actions/download-artifact} asks when it is given a
 * {@code github-token}: the artifacts of a run, and where the bytes of one are. All else is refused in words, for scripts
 * may ask anything of it.
 */
final class ArtifactRest extends HttpServlet {

    /** Where it is; clients put it behind {@code GITHUB_API_URL}. */
    static final String PATH = "/api/v1/repos/";

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactRest.class);
    private static final Pattern CALL = Pattern.compile("/(?<owner>[^/]+)/(?<project>[^/]+)/actions/"
            + "(?:runs/(?<run>[0-9]{1,18})/artifacts|artifacts/(?<artifact>[0-9]{1,18})/zip)");
    private static final Pattern TOKEN = Pattern.compile("(?i)(?:bearer|token) +(\\S+)");
    private static final int USUAL_PAGE = 30;
    private static final int LARGEST_PAGE = 100;

    private final transient ProjectArtifacts projects;
    private final transient ArtifactStore store;
    private final transient BlobLinks links;

    ArtifactRest(ProjectArtifacts projects, ArtifactStore store, BlobLinks links) {
        this.projects = projects;
        this.store = store;
        this.links = links;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(request, response);
        } catch (Problem problem) {
            LOG.debug("{} {} was refused", request.getMethod(), request.getRequestURI(), problem);
            String hint = problem.hint() == null ? "" : ": " + problem.hint();
            write(response, problem.kind().httpStatus(), Map.of("message", problem.message() + hint));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher call = CALL.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        if (!request.getMethod().equals("GET") || !call.matches()) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-such-call",
                    "Slipway does not answer " + request.getMethod() + " " + request.getRequestURI()
                            + " of GitHub's REST API",
                    "it lists the artifacts of a run and gives them out; for a forge, name its own API and a token of it");
        }
        String project = call.group("project").toLowerCase(Locale.ROOT);
        if (!call.group("owner").equalsIgnoreCase(GitAccess.OWNER)) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-such-repository",
                    "there is no repository '" + call.group("owner") + "/" + project + "' here",
                    "the projects of this server are " + GitAccess.OWNER + "/NAME");
        }
        projects.admit(token(request), project);
        String run = call.group("run");
        if (run != null) {
            write(response, 200, list(request, projects.ofRun(project, run)));
        } else {
            redirect(request, response, content(project, Long.parseLong(call.group("artifact"))));
        }
    }

    private static String token(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .map(TOKEN::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAUTHENTICATED,
                        "sign-in-needed",
                        "this needs a token",
                        "give `github-token: ${{ github.token }}`, or a token of an account"));
    }

    private static Map<String, Object> list(HttpServletRequest request, List<Artifact> all) {
        Optional<String> name = Optional.ofNullable(request.getParameter("name"));
        List<Artifact> wanted = all.stream()
                .filter(artifact -> name.isEmpty() || name.get().equals(artifact.name()))
                .toList();
        int size = Math.clamp(number(request, "per_page", USUAL_PAGE), 1, LARGEST_PAGE);
        long page = Math.max(1, number(request, "page", 1));
        return Map.of(
                "total_count",
                wanted.size(),
                "artifacts",
                wanted.stream()
                        .skip((page - 1) * size)
                        .limit(size)
                        .map(artifact -> row(request, artifact))
                        .toList());
    }

    private static int number(HttpServletRequest request, String name, int otherwise) {
        return Optional.ofNullable(request.getParameter(name))
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    private static Map<String, Object> row(HttpServletRequest request, Artifact artifact) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", artifact.id());
        row.put("name", artifact.name());
        row.put("size_in_bytes", artifact.sizeBytes());
        row.put("digest", artifact.digest().toString());
        row.put("expired", false);
        row.put("created_at", artifact.createdAt());
        artifact.expiresAt().ifPresent(end -> row.put("expires_at", end));
        row.put(
                "archive_download_url",
                TwirpServlet.origin(request)
                        + request.getRequestURI().replaceFirst("/runs/[0-9]+/artifacts$", "/artifacts/")
                        + artifact.id() + "/zip");
        return row;
    }

    private BlobLink content(String project, long id) {
        Artifact artifact = projects.find(project, id).orElseThrow(() -> absent(project, id));
        Path file = store.content(artifact).orElseThrow(() -> absent(project, id));
        return links.brief(file, Download.of(artifact));
    }

    private static Problem absent(String project, long id) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-such-artifact",
                "no run of " + project + " has the artifact " + id + ", or no longer",
                "an artifact can be had by its number once the job that uploads it has ended");
    }

    private static void redirect(HttpServletRequest request, HttpServletResponse response, BlobLink link) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", TwirpCall.url(TwirpServlet.origin(request), link));
    }

    private static void write(HttpServletResponse response, int status, Object answer) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }
}
