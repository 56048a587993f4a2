package dev.slipway.server.results;

import dev.slipway.kernel.Json;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.runner.cache.CacheScope;
import dev.slipway.runner.cache.DiskCacheStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The service over real stores on a real port, with one job let in. */
final class ResultsHouse implements AutoCloseable {

    static final String SERVICE = "/twirp/github.actions.results.api.v1.";

    final DiskArtifactStore artifacts;
    final DiskCacheStore caches;
    final Results results;
    final ResultsServer server;
    final Results.Session session;

    private final HttpClient client = HttpClient.newHttpClient();

    ResultsHouse(Path folder, InstantSource clock) {
        artifacts = new DiskArtifactStore(folder.resolve("artifacts"), Duration.ofDays(90), clock);
        caches = new DiskCacheStore(folder.resolve("caches"), 1 << 30, clock);
        results = new Results(folder.resolve("staging"), artifacts, caches, clock);
        server = ResultsServer.start(results);
        session = open("run-uuid", "job-uuid", "refs/heads/main");
    }

    Results.Session open(String run, String job, String ref) {
        return open(run, job, new CacheScope("shop", ref, List.of("refs/heads/main")));
    }

    Results.Session open(String run, String job, CacheScope scope) {
        return results.open(new JobGrant(run, job, scope), Duration.ofHours(1));
    }

    HttpResponse<String> call(String method, Object body) throws IOException, InterruptedException {
        return call(session.token(), method, Json.write(body));
    }

    HttpResponse<String> call(String token, String method, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.url()).resolve(SERVICE + method))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> put(String url, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> put(String url, String type, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.mapper().readTree(response.body());
    }

    @Override
    public void close() {
        session.close();
        server.close();
    }
}
