package dev.slipway.server;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Webhooks of pull request 7, in the words and with the signature of each forge. */
enum ForgeHooks {
    GITHUB("refs/pull/7/head") {
        @Override
        String headers(String body, String secret) throws Exception {
            return "User-Agent: GitHub-Hookshot/044aadd\nX-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958\n"
                    + "X-GitHub-Event: pull_request\nX-Hub-Signature-256: sha256=" + hmac(body, secret) + "\n";
        }

        @Override
        String body(Turn turn, String head, boolean fork) {
            return pull(turn.name().toLowerCase(Locale.ROOT), turn, head, fork);
        }
    },

    /** Forgejo's are the same, and some more headers. */
    GITEA("refs/pull/7/head") {
        @Override
        String headers(String body, String secret) throws Exception {
            String hmac = hmac(body, secret);
            return "X-Gitea-Delivery: f6266f16-1bf3-46a5-9ea4-602e06ead473\nX-Gitea-Event: pull_request\n"
                    + "X-Gitea-Event-Type: pull_request_sync\nX-GitHub-Event: pull_request\nX-Gitea-Signature: " + hmac
                    + "\n";
        }

        @Override
        String body(Turn turn, String head, boolean fork) {
            return pull(
                    turn == Turn.SYNCHRONIZE ? "synchronized" : turn.name().toLowerCase(Locale.ROOT), turn, head, fork);
        }
    },

    GITLAB("refs/merge-requests/7/head") {
        @Override
        String headers(String body, String secret) {
            return "X-Gitlab-Event: Merge Request Hook\nX-Gitlab-Event-UUID: 13792a34-cac6-4fda-95a8-c58e00a3954e\n"
                    + "X-Gitlab-Instance: https://gitlab.example.org\nX-Gitlab-Token: " + secret + "\n";
        }

        @Override
        String body(Turn turn, String head, boolean fork) {
            String action = switch (turn) {
                case OPENED -> "\"action\": \"open\"";
                case SYNCHRONIZE -> "\"action\": \"update\", \"oldrev\": \"e59094b8de0f2f91abbe4760a52d9137260252d8\"";
                case CLOSED -> "\"action\": \"merge\"";
            };
            return """
                    {"object_kind": "merge_request", "event_type": "merge_request",
                     "user": {"id": 42, "name": "Eve", "username": "eve", "avatar_url": null},
                     "project": {"id": 1, "name": "shop", "path_with_namespace": "acme/shop", "default_branch": "main"},
                     "labels": [{"id": 206, "title": "bug", "color": "#ffffff"}],
                     "object_attributes": {"id": 99, "iid": 7, "target_branch": "main", "source_branch": "offer",
                      "source_project_id": %d, "target_project_id": 1, "title": "Better", "description": "",
                      "state": "%s", "merge_status": "unchecked", "draft": false, "work_in_progress": false,
                      "url": "https://gitlab.example.org/acme/shop/merge_requests/7",
                      "source": {"path_with_namespace": "%s"}, "target": {"path_with_namespace": "acme/shop"},
                      "last_commit": {"id": "%s", "message": "offer", "author": {"name": "Eve"}}, %s}}
                    """.formatted(
                            fork ? 14 : 1,
                            turn == Turn.CLOSED ? "merged" : "opened",
                            fork ? "eve/shop" : "acme/shop",
                            head,
                            action);
        }
    };

    /** What happens to a pull request; it is closed by its merge. */
    enum Turn {
        OPENED,
        SYNCHRONIZE,
        CLOSED
    }

    /** Where the forge has its head. */
    final String headRef;

    ForgeHooks(String headRef) {
        this.headRef = headRef;
    }

    /** What the forge sends with the body, signed with the secret. */
    abstract String headers(String body, String secret) throws Exception;

    abstract String body(Turn turn, String head, boolean fork);

    private static String pull(String action, Turn turn, String head, boolean fork) {
        boolean merged = turn == Turn.CLOSED;
        return """
                {"action": "%s", "number": 7,
                 "pull_request": {"url": "https://forge.example.org/repos/acme/shop/pulls/7", "id": 279147437,
                  "number": 7, "state": "%s", "locked": false, "title": "Better", "body": null, "draft": false,
                  "user": {"login": "eve", "id": 21031067, "type": "User"}, "merged": %s, "labels": [],
                  "head": {"label": "eve:offer", "ref": "offer", "sha": "%s",
                   "repo": {"id": 186853002, "name": "shop", "full_name": "%s", "fork": %s, "private": false}},
                  "base": {"label": "acme:main", "ref": "main", "sha": "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
                   "repo": {"id": 1, "name": "shop", "full_name": "acme/shop", "fork": false, "private": false}}},
                 "repository": {"id": 1, "name": "shop", "full_name": "acme/shop", "default_branch": "main"},
                 "sender": {"login": "eve", "id": 21031067, "type": "User"}}
                """.formatted(action, merged ? "closed" : "open", merged, head, fork ? "eve/shop" : "acme/shop", fork);
    }

    static String hmac(String body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
