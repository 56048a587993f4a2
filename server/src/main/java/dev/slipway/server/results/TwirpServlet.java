package dev.slipway.server.results;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Answers the calls of the Twirp protocol, JSON form: POST, a job's token, an object in and an object out. */
final class TwirpServlet extends HttpServlet {

    /** Where the services are; clients put it behind the origin of {@code ACTIONS_RESULTS_URL}. */
    static final String PATH = "/twirp/";

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(TwirpServlet.class);
    private static final int LARGEST_BODY = 1 << 20;
    private static final String PACKAGE = "/github.actions.results.api.v1.";

    private final transient JobTokens tokens;
    private final transient Map<String, Method> methods;

    TwirpServlet(JobTokens tokens, ArtifactCalls artifacts, CacheCalls caches) {
        this.tokens = tokens;
        this.methods = Map.of(
                PACKAGE + "ArtifactService/CreateArtifact", artifacts::create,
                PACKAGE + "ArtifactService/FinalizeArtifact", artifacts::finish,
                PACKAGE + "ArtifactService/ListArtifacts", artifacts::list,
                PACKAGE + "ArtifactService/GetSignedArtifactURL", artifacts::signedUrl,
                PACKAGE + "ArtifactService/DeleteArtifact", artifacts::delete,
                PACKAGE + "CacheService/CreateCacheEntry", caches::create,
                PACKAGE + "CacheService/FinalizeCacheEntryUpload", caches::finish,
                PACKAGE + "CacheService/GetCacheEntryDownloadURL", caches::find);
    }

    /** One method of a service. */
    @FunctionalInterface
    private interface Method {
        Object call(TwirpCall call) throws IOException;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            JobGrant job = bearer(request)
                    .flatMap(tokens::grant)
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.UNAUTHENTICATED,
                            "bad-token",
                            "this token is of no job that is under way",
                            "use ACTIONS_RUNTIME_TOKEN of the running job"));
            Method method = Optional.ofNullable(methods.get(request.getPathInfo()))
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.NOT_FOUND,
                            "bad-route",
                            "there is no method " + request.getPathInfo(),
                            "use a newer Slipway, or an older version of the action"));
            write(response, 200, method.call(new TwirpCall(job, origin(request), body(request))));
        } catch (Problem problem) {
            LOG.debug("{} was refused", request.getPathInfo(), problem);
            write(response, status(problem), Map.of("code", code(problem), "msg", problem.message()));
        }
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip());
    }

    /** The name by which the job reached this server is good for the next request too. */
    static String origin(HttpServletRequest request) {
        return request.getScheme() + "://" + request.getHeader("Host");
    }

    private static JsonNode body(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw Problem.of(Problem.Kind.TOO_LARGE, "body-too-large", "the request is too large", "send less");
        }
        try {
            return Json.mapper().readTree(body);
        } catch (JacksonException e) {
            throw Problem.of(Problem.Kind.INVALID, "bad-json", "the request is no JSON", "send an object", e);
        }
    }

    private static void write(HttpServletResponse response, int status, Object answer) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }

    /** The words of the Twirp specification, version 7. */
    private static String code(Problem problem) {
        return switch (problem.kind()) {
            case INVALID, TOO_LARGE -> "invalid_argument";
            case UNAUTHENTICATED -> "unauthenticated";
            case DENIED -> "permission_denied";
            case NOT_FOUND -> problem.code().equals("bad-route") ? "bad_route" : "not_found";
            case CONFLICT -> "already_exists";
            case UNAVAILABLE -> "unavailable";
            case INTERNAL -> "internal";
        };
    }

    private static int status(Problem problem) {
        return switch (problem.kind()) {
            case INVALID, TOO_LARGE -> 400;
            case UNAUTHENTICATED, DENIED, NOT_FOUND, CONFLICT, UNAVAILABLE, INTERNAL ->
                problem.kind().httpStatus();
        };
    }
}
