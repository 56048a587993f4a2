package dev.slipway.server.forge;

import dev.slipway.kernel.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The request that sets a status, in each forge's own words: GitHub's "Create a commit status" (REST, version
 * 2022-11-28), GitLab's "Set commit pipeline status" (v4), Gitea's and Forgejo's {@code repoCreateStatus} (v1).
 */
record StatusCall(ForgeRepository repository, String token) {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** @param page of the run */
    HttpRequest request(CommitStatus status, String page) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(repository.apiUrl() + path() + "/statuses/" + status.commit()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Slipway")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body(status, page))));
        switch (repository.forge()) {
            case GITHUB ->
                request.header("Authorization", "Bearer " + token)
                        .header("Accept", "application/vnd.github+json")
                        .header("X-GitHub-Api-Version", "2022-11-28");
            case GITLAB -> request.header("PRIVATE-TOKEN", token);
            case GITEA -> request.header("Authorization", "token " + token).header("Accept", "application/json");
        }
        return request.build();
    }

    private String path() {
        return switch (repository.forge()) {
            case GITHUB, GITEA -> "/repos/" + repository.path();
            case GITLAB -> "/projects/" + URLEncoder.encode(repository.path(), StandardCharsets.UTF_8);
        };
    }

    private Map<String, String> body(CommitStatus status, String page) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("state", word(status.state()));
        body.put("target_url", page);
        body.put("description", status.description());
        body.put(repository.forge() == Forge.GITLAB ? "name" : "context", status.context());
        return body;
    }

    private String word(CommitStatus.State state) {
        return switch (repository.forge()) {
            case GITHUB, GITEA -> common(state);
            case GITLAB -> exact(state);
        };
    }

    private static String common(CommitStatus.State state) {
        return switch (state) {
            case WAITING, RUNNING -> "pending";
            case SUCCESS, SKIPPED -> "success";
            case FAILURE -> "failure";
            case CANCELLED, ERROR -> "error";
        };
    }

    private static String exact(CommitStatus.State state) {
        return switch (state) {
            case WAITING -> "pending";
            case RUNNING -> "running";
            case SUCCESS, SKIPPED -> "success";
            case FAILURE, ERROR -> "failed";
            case CANCELLED -> "canceled";
        };
    }
}
