package dev.slipway.server.run;

import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Json;
import dev.slipway.server.project.Hook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a forge says of a pull request, or GitLab of a merge request, in GitHub's words.
 *
 * @param action such as {@code opened} or {@code synchronize}
 * @param remoteRef where the forge has its head
 * @param base short name of the branch that it goes to
 * @param headRef short name of the branch that it comes from
 * @param head commit that it offers
 * @param fork whether that branch is of another repository
 * @param actor who did it
 * @param payload what workflows see as {@code github.event}
 */
record PullHook(
        long number,
        String action,
        String remoteRef,
        String base,
        String headRef,
        String head,
        boolean fork,
        String actor,
        Value.Mapping payload) {

    /** Absent for webhooks that are about something else. */
    static Optional<PullHook> of(Hook hook) {
        return switch (hook.event()) {
            case "pull_request", "pull_request_sync" -> Optional.of(github(body(hook)));
            case "Merge Request Hook" -> Optional.of(gitlab(body(hook)));
            default -> Optional.empty();
        };
    }

    /** False where it was merged or closed by that. */
    boolean open() {
        return !action.equals("closed");
    }

    private static JsonNode body(Hook hook) {
        return Json.read(hook.body(), JsonNode.class);
    }

    private static PullHook github(JsonNode body) {
        JsonNode pull = body.path("pull_request");
        String from = text(pull.at("/head/repo/full_name"));
        String to = text(pull.at("/base/repo/full_name"));
        String action = githubAction(text(body.path("action")));
        long number = body.path("number").asLong(0);
        return new PullHook(
                number,
                action,
                "refs/pull/" + number + "/head",
                text(pull.at("/base/ref")),
                text(pull.at("/head/ref")),
                text(pull.at("/head/sha")),
                from.isEmpty() || !from.equals(to),
                text(body.at("/sender/login")),
                mapping(Value.of(body)).with("action", Value.of(action)));
    }

    /** Gitea and Forgejo have words of their own for some. */
    private static String githubAction(String action) {
        return switch (action) {
            case "synchronized" -> "synchronize";
            case "label_updated" -> "labeled";
            case "label_cleared" -> "unlabeled";
            default -> action;
        };
    }

    private static PullHook gitlab(JsonNode body) {
        JsonNode merge = body.path("object_attributes");
        long number = merge.path("iid").asLong(0);
        String base = text(merge.path("target_branch"));
        String headRef = text(merge.path("source_branch"));
        String head = text(merge.at("/last_commit/id"));
        long from = merge.path("source_project_id").asLong(0);
        boolean fork = from == 0 || from != merge.path("target_project_id").asLong(-1);
        String action = gitlabAction(text(merge.path("action")), merge.has("oldrev"));
        return new PullHook(
                number,
                action,
                "refs/merge-requests/" + number + "/head",
                base,
                headRef,
                head,
                fork,
                text(body.at("/user/username")),
                Value.of(Map.of(
                        "action", Value.of(action),
                        "number", Value.of((double) number),
                        "pull_request", gitlabPull(body, merge),
                        "sender", login(text(body.at("/user/username"))))));
    }

    /** What workflows ask of a pull request, as far as GitLab says it. */
    private static Value.Mapping gitlabPull(JsonNode body, JsonNode merge) {
        Map<String, Value> pull = new LinkedHashMap<>();
        pull.put("number", Value.of((double) merge.path("iid").asLong(0)));
        pull.put("title", Value.of(text(merge.path("title"))));
        pull.put("body", Value.of(text(merge.path("description"))));
        pull.put("html_url", Value.of(text(merge.path("url"))));
        pull.put("draft", Value.of(merge.path("draft").asBoolean(false)));
        pull.put("merged", Value.of(text(merge.path("state")).equals("merged")));
        pull.put("user", login(text(body.at("/user/username"))));
        pull.put(
                "labels",
                new Value.Array(body.path("labels")
                        .valueStream()
                        .map(label -> (Value) Value.of(Map.of("name", Value.of(text(label.path("title"))))))
                        .toList()));
        pull.put("head", side(merge, "source", text(merge.at("/last_commit/id"))));
        pull.put("base", side(merge, "target", ""));
        return Value.of(pull);
    }

    private static Value.Mapping side(JsonNode merge, String which, String sha) {
        Value repository =
                Value.of(Map.of("full_name", Value.of(text(merge.at("/" + which + "/path_with_namespace")))));
        Map<String, Value> side = new LinkedHashMap<>();
        side.put("ref", Value.of(text(merge.path(which + "_branch"))));
        side.put("repo", repository);
        if (!sha.isEmpty()) {
            side.put("sha", Value.of(sha));
        }
        return Value.of(side);
    }

    private static Value.Mapping login(String name) {
        return Value.of(Map.of("login", Value.of(name)));
    }

    private static String gitlabAction(String action, boolean moved) {
        return switch (action) {
            case "open" -> "opened";
            case "reopen" -> "reopened";
            case "close", "merge" -> "closed";
            case "update" -> moved ? "synchronize" : "edited";
            default -> action;
        };
    }

    private static Value.Mapping mapping(Value value) {
        return value instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
    }

    private static String text(JsonNode node) {
        return node.asString("");
    }
}
