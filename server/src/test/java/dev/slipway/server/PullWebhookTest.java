package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Json;
import dev.slipway.server.ForgeHooks.Turn;
import dev.slipway.server.web.RawHttp;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** From a forge's signed webhook over HTTP to the runs of a pull request. */
class PullWebhookTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HOST = "Host: localhost\n";
    private static final String MIA = HOST + "Authorization: Bearer mia-token\n";
    private static final String SECRET = "s3cret";
    private static final String WORKFLOW = """
            name: ci
            on:
              pull_request:
                types: [opened, synchronize, closed]
            jobs:
              check:
                runs-on: ubuntu-latest
                steps:
                  - run: echo "${{ github.event.action }} merged=${{ github.event.pull_request.merged }} from ${{ github.event.pull_request.head.repo.full_name }}"
            """;

    @TempDir
    Path folder;

    private House house;
    private GitClient forge;

    @BeforeEach
    void open() throws Exception {
        house = House.building(folder.resolve("home"), "--allow-file-remotes");
        forge = GitClient.init(folder.resolve("forge"));
        forge.commit(".github/workflows/ci.yml", WORKFLOW);
        String remote = "{\"url\":\"" + folder.resolve("forge") + "\",\"intervalSeconds\":3600,\"webhookSecret\":\""
                + SECRET + "\"}";
        RawHttp.Answer made = RawHttp.send(
                house.server.port(),
                "POST /api/v1/projects HTTP/1.1\n" + MIA,
                "{\"name\":\"shop\",\"remote\":" + remote + "}");
        assertThat(made.status()).isEqualTo(201);
        await().atMost(PATIENCE).until(() -> !house.listening.pushes.isEmpty());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String offer(ForgeHooks kind, String text) throws Exception {
        forge.ok("checkout", "-q", "-B", "offer");
        String head = forge.commit("offer.txt", text);
        forge.ok("update-ref", kind.headRef, head);
        forge.ok("checkout", "-q", "main");
        return head;
    }

    private RawHttp.Answer hook(String headers, String body) throws IOException {
        return RawHttp.send(house.server.port(), "POST /hooks/shop HTTP/1.1\n" + HOST + headers, body);
    }

    private RawHttp.Answer hook(ForgeHooks kind, Turn turn, String head, boolean fork) throws Exception {
        String body = kind.body(turn, head, fork);
        return hook("Content-Type: application/json\n" + kind.headers(body, SECRET), body);
    }

    private List<JsonNode> runs() throws IOException {
        String body = RawHttp.send(house.server.port(), "GET /api/v1/projects/shop/runs HTTP/1.1\n" + MIA, "")
                .body();
        return Json.read(body, JsonNode.class).valueStream().toList();
    }

    private JsonNode ended(int count) throws IOException {
        await().atMost(PATIENCE).until(() -> {
            List<JsonNode> runs = runs();
            return runs.size() == count
                    && runs.getFirst().path("state").asString("").equals("SUCCEEDED");
        });
        return runs().getFirst();
    }

    private String log(JsonNode run) throws IOException {
        String path = "/api/v1/runs/" + run.path("id").asString("") + "/jobs/"
                + run.at("/jobs/0/id").asString("") + "/log";
        return RawHttp.send(house.server.port(), "GET " + path + " HTTP/1.1\n" + MIA, "")
                .body();
    }

    @ParameterizedTest
    @EnumSource
    void member_isBuiltWhenOpenedMovedAndMerged(ForgeHooks kind) throws Exception {
        String first = offer(kind, "1\n");
        assertThat(hook(kind, Turn.OPENED, first, false).status()).isEqualTo(202);
        JsonNode opened = ended(1);
        assertThat(opened.path("untrusted").asBoolean()).isFalse();
        assertThat(opened.path("ref").asString("")).isEqualTo("refs/pull/7/merge");
        assertThat(log(opened)).contains("opened merged=false from acme/shop");

        String second = offer(kind, "2\n");
        assertThat(hook(kind, Turn.SYNCHRONIZE, second, false).status()).isEqualTo(202);
        assertThat(log(ended(2))).contains("synchronize merged=false");

        forge.ok("merge", "-q", "--no-ff", "-m", "merge", "offer");
        assertThat(hook(kind, Turn.CLOSED, second, false).status()).isEqualTo(202);
        assertThat(log(ended(3))).contains("closed merged=true");
        assertThat(house.foundation.repositories().resolve("shop", "refs/pull/7/merge"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void fork_waitsForApproval(ForgeHooks kind) throws Exception {
        String head = offer(kind, "1\n");

        assertThat(hook(kind, Turn.OPENED, head, true).status()).isEqualTo(202);

        JsonNode run = runs().getFirst();
        assertThat(run.path("untrusted").asBoolean()).isTrue();
        assertThat(run.path("state").asString("")).isEqualTo("QUEUED");
        assertThat(run.path("reason").asString("")).contains("waits for approval", "pull request 7");
    }

    @ParameterizedTest
    @EnumSource
    void wrongOrMissingSignature_isRefusedAndCreatesNothing(ForgeHooks kind) throws Exception {
        String body = kind.body(Turn.OPENED, offer(kind, "1\n"), false);
        String unsigned = kind.headers(body, SECRET)
                .lines()
                .filter(line -> !line.contains("Signature") && !line.contains("Token"))
                .reduce("", (all, line) -> all + line + "\n");

        for (String headers : List.of(kind.headers(body, "guess"), unsigned)) {
            RawHttp.Answer answer = hook(headers, body);
            assertThat(answer.status()).as(headers).isEqualTo(401);
            assertThat(answer.body()).contains("bad-signature", "webhookSecret");
        }
        if (kind != ForgeHooks.GITLAB) {
            assertThat(hook(kind.headers(body, SECRET), body.replace("opened", "reopened"))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(runs()).isEmpty();
        assertThat(house.foundation.repositories().resolve("shop", "refs/pull/7/head"))
                .isEmpty();
    }

    @Test
    void webhooksAtOnce_areAllTaken() throws Exception {
        String head = offer(ForgeHooks.GITHUB, "1\n");
        String body = ForgeHooks.GITHUB.body(Turn.OPENED, head, true);
        String headers = ForgeHooks.GITHUB.headers(body, SECRET);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawHttp.Answer>> sent = IntStream.range(0, 8)
                    .mapToObj(_ -> senders.submit(() -> hook(headers, body)))
                    .toList();
            for (Future<RawHttp.Answer> answer : sent) {
                assertThat(answer.get().status()).isEqualTo(202);
            }
        }
    }

    @Test
    void form_whichForgesSendUnlessToldOtherwise_isUnderstood() throws Exception {
        String json = ForgeHooks.GITHUB.body(Turn.OPENED, offer(ForgeHooks.GITHUB, "ü\n"), false);
        String body = "payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);

        RawHttp.Answer answer = hook(
                "Content-Type: application/x-www-form-urlencoded\n" + ForgeHooks.GITHUB.headers(body, SECRET), body);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(log(ended(1))).contains("opened merged=false");
    }

    @Test
    void otherEvents_areAnsweredKindly_andStartNothing() throws Exception {
        for (String event : List.of("ping", "star", "issue_comment", "what-comes-next-year")) {
            String body = "{\"zen\": \"Keep it logically awesome.\", \"hook_id\": 1}";
            String headers = "Content-Type: application/json\nX-GitHub-Event: " + event
                    + "\nX-Hub-Signature-256: sha256=" + ForgeHooks.hmac(body, SECRET) + "\n";
            assertThat(hook(headers, body).status()).as(event).isEqualTo(202);
        }
        assertThat(runs()).isEmpty();
    }

    @Test
    void bodiesThatAreNone_areRefusedWithWhatIsWrong() throws Exception {
        for (String body :
                List.of("", "{", "[]", "{\"action\": \"opened\"}", "{\"action\": \"opened\", \"number\": -1}")) {
            RawHttp.Answer answer = hook(ForgeHooks.GITHUB.headers(body, SECRET), body);
            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.body()).as(body).containsAnyOf("bad-json", "bad-pull-request");
        }
        String head = "POST /hooks/shop HTTP/1.1\n" + HOST + ForgeHooks.GITHUB.headers("", SECRET);
        assertThat(RawHttp.announce(house.server.port(), head, (1 << 20) + 1).status())
                .isEqualTo(413);
        assertThat(runs()).isEmpty();
    }

    @Test
    void headThatTheForgeNoLongerHas_isSaidToTheForge() throws Exception {
        RawHttp.Answer answer = hook(ForgeHooks.GITHUB, Turn.OPENED, "1".repeat(40), false);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("fetch-failed", "deliver it again");
    }
}
