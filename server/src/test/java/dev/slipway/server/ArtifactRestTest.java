package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Json;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.JobKeys.Power;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the stock {@code actions/download-artifact} asks of GitHub's REST API, here. */
class ArtifactRestTest {

    private static final String WORKFLOW = """
            on: push
            jobs:
              make:
                runs-on: ubuntu-latest
                steps:
                  - run: 'echo jar > a.jar; echo map > b.map; test -n "$GITHUB_API_URL"'
                  - {uses: actions/upload-artifact@v4, with: {name: jar, path: a.jar}}
                  - {uses: actions/upload-artifact@v4, with: {name: map, path: b.map}}
            """;

    private static House house;
    private static Run run;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        house = House.building(folder.resolve("home"));
        GitClient git = GitClient.init(folder.resolve("work"));
        git.commit(".github/workflows/ci.yml", WORKFLOW);
        git.ok("push", "-q", house.url("mia:mia-token", "shop"), "HEAD:refs/heads/main");
        house.foundation.projects().create("other", Optional.empty(), "mia");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> newest("shop").stream().anyMatch(made -> made.state() == RunState.SUCCEEDED));
        run = newest("shop").getFirst();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static List<Run> newest(String project) {
        return house.database.read(sql -> Runs.ofProject(sql, project, 1));
    }

    @Test
    void artifactsOfARun_areListedInPagesAndByName() throws Exception {
        JsonNode all = list("?per_page=1&page=2");
        assertThat(all.path("total_count").asInt()).isEqualTo(2);
        assertThat(all.at("/artifacts/0/name").asString()).isEqualTo("map");
        assertThat(all.at("/artifacts/1").isMissingNode()).isTrue();
        JsonNode named = list("?name=jar");
        assertThat(named.path("total_count").asInt()).isEqualTo(1);
        assertThat(named.at("/artifacts/0/digest").asString()).startsWith("sha256:");
        assertThat(named.at("/artifacts/0/size_in_bytes").asLong()).isPositive();
    }

    @Test
    void artifact_isSentForToAnAddressThatNeedsNoToken() throws Exception {
        long id = list("?name=jar").at("/artifacts/0/id").asLong();
        HttpResponse<byte[]> found = get("shop/actions/artifacts/" + id + "/zip", "mia-token");
        assertThat(found.statusCode()).isEqualTo(302);
        URI place = URI.create(found.headers().firstValue("Location").orElseThrow());
        HttpResponse<byte[]> content = send(HttpRequest.newBuilder(place));
        assertThat(content.headers().firstValue("Content-Type")).contains("application/zip");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content.body()))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("a.jar");
            assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("jar\n");
        }
        assertThat(get("other/actions/artifacts/" + id + "/zip", "mia-token").statusCode())
                .isEqualTo(404);
        assertThat(get("shop/actions/artifacts/1/zip", "mia-token").statusCode())
                .isEqualTo(404);
    }

    @Test
    void tokens_getWhatTheyMayRead_andNothingElse() throws Exception {
        String artifacts = "shop/actions/runs/" + run.serial() + "/artifacts";
        assertThat(get(artifacts, "nonsense").statusCode()).isEqualTo(401);
        assertThat(get(artifacts, "mia-shop").statusCode()).isEqualTo(200);
        assertThat(get(artifacts.replace("shop/", "other/"), "mia-shop").statusCode())
                .isEqualTo(403);
        assertThat(get(artifacts.replace("shop/", "other/"), "mia-token").statusCode())
                .isEqualTo(404);
        JobKeys keys = house.foundation.jobKeys();
        JobKeys.Key own = keys.issue(new JobKeys.Right("shop", Set.of(Power.ARTIFACTS)));
        try (JobKeys.Key narrow = keys.issue(new JobKeys.Right("shop", Set.of(Power.FETCH, Power.PUSH)));
                JobKeys.Key others = keys.issue(new JobKeys.Right("other", EnumSet.allOf(Power.class)));
                JobKeys.Key strangers = keys.issue(new JobKeys.Right("other", Set.of(Power.ARTIFACTS)))) {
            assertThat(get(artifacts, own.token()).statusCode()).isEqualTo(200);
            assertThat(text(get(artifacts, narrow.token()))).contains("permissions: {actions: read}");
            assertThat(text(get(artifacts, others.token()))).contains("slipway projects readers shop --allow other");
            house.foundation.readers().allow("shop", "other", "ada");
            assertThat(get(artifacts, others.token()).statusCode()).isEqualTo(200);
            assertThat(get(artifacts, strangers.token()).statusCode()).isEqualTo(403);
            house.foundation.readers().revoke("shop", "other", "ada");
            assertThat(get(artifacts, others.token()).statusCode()).isEqualTo(403);
        }
        own.close();
        assertThat(get(artifacts, own.token()).statusCode()).isEqualTo(401);
    }

    @Test
    void restOfTheApi_isRefusedInWords() throws Exception {
        HttpResponse<byte[]> issue = send(request("shop/issues", "mia-token").POST(BodyPublishers.ofString("{}")));
        assertThat(issue.statusCode()).isEqualTo(404);
        assertThat(text(issue)).contains("Slipway does not answer POST").contains("name its own API");
        HttpResponse<byte[]> removal =
                send(request("shop/actions/artifacts/1/zip", "mia-token").DELETE());
        assertThat(text(removal)).contains("Slipway does not answer DELETE");
        HttpResponse<byte[]> elsewhere = send(HttpRequest.newBuilder(URI.create(
                "http://127.0.0.1:" + house.server.port() + "/api/v1/repos/acme/shop/actions/runs/1/artifacts")));
        assertThat(text(elsewhere)).contains("there is no repository 'acme/shop' here");
    }

    private JsonNode list(String query) throws Exception {
        return Json.read(
                text(get("shop/actions/runs/" + run.serial() + "/artifacts" + query, "mia-token")), JsonNode.class);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> get(String path, String token) throws IOException, InterruptedException {
        return send(request(path, token));
    }

    /** As octokit writes it. */
    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + house.server.port() + "/api/v1/repos/slipway/" + path))
                .header("Authorization", "token " + token);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }
}
