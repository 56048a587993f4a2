package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.server.git.Push;
import dev.slipway.server.git.RemoteFetch;
import dev.slipway.server.web.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteProjectTest {

    private static final String HOST = "Host: localhost\n";
    private static final String MIA = HOST + "Authorization: Bearer mia-token\n";

    @TempDir
    Path folder;

    private House house;
    private GitClient upstream;

    @BeforeEach
    void open() throws Exception {
        house = House.open(folder.resolve("home"), "--allow-file-remotes");
        upstream = GitClient.init(folder.resolve("upstream"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private RawHttp.Answer post(String path, String headers, String body) throws IOException {
        return RawHttp.send(house.server.port(), "POST " + path + " HTTP/1.1\n" + headers, body);
    }

    private void connect() throws IOException {
        String remote = "{\"url\":\"" + folder.resolve("upstream") + "\",\"intervalSeconds\":3600,"
                + "\"webhookSecret\":\"s3cret\"}";
        RawHttp.Answer made = post("/api/v1/projects", MIA, "{\"name\":\"shop\",\"remote\":" + remote + "}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).contains("http://localhost/git/shop.git").doesNotContain("s3cret");
    }

    private List<Push> told(int count) {
        await().until(() -> house.listening.pushes.size() >= count);
        return house.listening.pushes;
    }

    @Test
    void connectedProject_isFetchedAndItsFindingsAreKept() throws Exception {
        String commit = upstream.commit("slipway.yml", "broken\n");
        connect();
        Push push = told(1).getFirst();
        assertThat(push.after()).isEqualTo(commit);
        assertThat(push.pusher()).isEqualTo(RemoteFetch.PUSHER);
        assertThat(RawHttp.send(house.server.port(), "GET /api/v1/projects/shop/pushes HTTP/1.1\n" + MIA, "")
                        .body())
                .contains("this is broken");
    }

    @Test
    void signedWebhook_bringsForcedAndDeletedRefs() throws Exception {
        upstream.commit("a.txt", "1\n");
        upstream.ok("branch", "side");
        connect();
        told(2);
        upstream.ok("commit", "-q", "--amend", "-m", "another");
        upstream.ok("branch", "-D", "side");
        String forced = upstream.head();
        assertThat(post("/hooks/shop", HOST + "X-Hub-Signature-256: sha256=" + hmac("{}") + "\n", "{}")
                        .status())
                .isEqualTo(202);
        assertThat(told(4).subList(2, 4))
                .extracting(Push::ref, Push::after)
                .containsExactlyInAnyOrder(tuple("refs/heads/main", forced), tuple("refs/heads/side", null));
    }

    @Test
    void webhook_isRefusedWithoutTheRightSignature() throws Exception {
        upstream.commit("a.txt", "1\n");
        connect();
        told(1);
        assertThat(post("/hooks/shop", HOST, "{}").status()).isEqualTo(401);
        assertThat(post("/hooks/shop", HOST + "X-Hub-Signature-256: sha256=" + hmac("{ }") + "\n", "{}")
                        .status())
                .isEqualTo(401);
        assertThat(post("/hooks/shop", HOST + "X-Gitlab-Token: wrong\n", "{}").status())
                .isEqualTo(401);
        assertThat(post("/hooks/nothing", HOST + "X-Gitlab-Token: s3cret\n", "{}")
                        .status())
                .isEqualTo(401);
        assertThat(post("/hooks/shop", HOST + "X-Gitlab-Token: s3cret\n", "{}").status())
                .isEqualTo(202);
        assertThat(post("/hooks/shop", HOST + "X-Gitea-Signature: " + hmac("{}") + "\n", "{}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void emptyWebhookSecret_isRefused() throws Exception {
        RawHttp.Answer answer = post(
                "/api/v1/projects",
                MIA,
                "{\"name\":\"shop\",\"remote\":{\"url\":\"" + folder.resolve("upstream")
                        + "\",\"webhookSecret\":\"\"}}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("webhook-secret-empty");
        assertThat(house.foundation.projects().all()).isEmpty();
    }

    @Test
    void dangerousRemotes_areRefused() throws Exception {
        for (String url :
                List.of("ext::sh -c id", "ftp://example.org/x", "https://-oProxyCommand=x/y", "ssh://-x@host/y")) {
            RawHttp.Answer answer =
                    post("/api/v1/projects", MIA, "{\"name\":\"bad\",\"remote\":{\"url\":\"" + url + "\"}}");
            assertThat(answer.status()).as(url).isEqualTo(422);
        }
        assertThat(house.foundation.projects().all()).isEmpty();
    }

    @Test
    void metadataAddress_isNeverFetchedFrom() throws Exception {
        post("/api/v1/projects", MIA, "{\"name\":\"cloud\",\"remote\":{\"url\":\"http://169.254.169.254/latest\"}}");
        await().until(() -> RawHttp.send(house.server.port(), "GET /api/v1/projects/cloud HTTP/1.1\n" + MIA, "")
                .body()
                .contains("not an address to fetch from"));
        assertThat(house.listening.pushes).isEmpty();
    }

    private static String hmac(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
