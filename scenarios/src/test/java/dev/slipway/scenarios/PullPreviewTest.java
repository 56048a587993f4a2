package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.FreePorts;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull request as its author sees it: opened on a forge, shown at an address of its own, closed, and gone. */
@Tag("slow")
class PullPreviewTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SECRET = "s3cret";
    private static final String ADDRESS = "web.pr-7.shop.localhost";

    @TempDir
    Path folder;

    private LiveServer server;
    private ApiClient api;
    private PushedProject forge;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void aProjectIsConnectedToItsForge() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        server = LiveServer.start(Installation.built(), home, FreePorts.one(), "--ephemeral", "--allow-file-remotes");
        api = ApiClient.of(server.url())
                .setUp(Files.readString(home.resolve("setup.token")).strip());
        forge = PushedProject.create(
                Files.createDirectories(folder.resolve("forge")), server.url() + "/git/shop.git", api.token());
        replace(".github/workflows/build.yml", "on: push", "on: [push, pull_request]");
        replace("slipway.yml", "environments:", "preview: {branches: [], smoke: [{path: /}]}\nenvironments:");
        commit("first");
        api.post(
                "/api/v1/projects",
                Map.of(
                        "name",
                        "shop",
                        "remote",
                        Map.of("url", forge.folder().toString(), "intervalSeconds", 3600, "webhookSecret", SECRET)));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !api.list("/api/v1/projects/shop/releases").isEmpty());
    }

    @AfterEach
    void endEverything() throws Exception {
        http.close();
        if (server != null) {
            assertThat(server.stop()).isTrue();
        }
    }

    private void replace(String name, String old, String fresh) throws Exception {
        Path file = forge.folder().resolve(name);
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, fresh));
    }

    private String commit(String change) throws Exception {
        Files.writeString(forge.folder().resolve("CHANGES"), change + "\n");
        forge.git("add", "--all");
        forge.git("commit", "--quiet", "-m", change);
        return forge.git("rev-parse", "HEAD");
    }

    @Test
    void pullRequest_isShownWhileItIsOpen() throws Exception {
        forge.git("checkout", "--quiet", "-b", "offer");
        replace("Shop.java", "open\\n", "better\\n");
        String head = commit("offer");
        forge.git("update-ref", "refs/pull/7/head", head);
        forge.git("checkout", "--quiet", "main");

        assertThat(hook("opened", head)).isEqualTo(202);
        Awaitility.await().atMost(PATIENCE).until(() -> shown().endsWith("better\n"));
        assertThat(api.list("/api/v1/projects/shop/previews"))
                .singleElement()
                .satisfies(
                        preview -> assertThat(preview.path("name").asString()).isEqualTo("pr-7"));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.text("/metrics"))
                        .containsPattern(
                                "slipway_transitions_total\\{event=\"BECAME_HEALTHY\",[^}]*machine=\"instance\"")
                        .containsPattern("slipway_transitions_total\\{event=\"BAKED\",[^}]*machine=\"rollout\""));

        assertThat(hook("closed", head)).isEqualTo(202);
        Awaitility.await().atMost(PATIENCE).until(() -> shown().startsWith("HTTP/1.1 404 "));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.list("/api/v1/projects/shop/previews").isEmpty());
    }

    /** What users get at the preview's address, through the edge. */
    private String shown() throws Exception {
        try (Socket user = new Socket(InetAddress.getLoopbackAddress(), server.edgePort())) {
            String request = "GET / HTTP/1.1\r\nHost: " + ADDRESS + "\r\nConnection: close\r\n\r\n";
            user.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(user.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private int hook(String action, String head) throws Exception {
        String body = """
                {"action": "%s", "number": 7,
                 "pull_request": {"number": 7, "title": "Better", "state": "%s", "merged": false,
                  "user": {"login": "eve"},
                  "head": {"ref": "offer", "sha": "%s", "repo": {"full_name": "acme/shop", "fork": false}},
                  "base": {"ref": "main", "repo": {"full_name": "acme/shop"}}},
                 "repository": {"full_name": "acme/shop"}, "sender": {"login": "eve"}}
                """.formatted(action, action.equals("closed") ? "closed" : "open", head);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/hooks/shop"))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Event", "pull_request")
                .header("X-Hub-Signature-256", "sha256=" + hmac(body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String hmac(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
