package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.RunState;
import dev.slipway.containers.ContainerPlan;
import dev.slipway.containers.Engine;
import dev.slipway.containers.HostImage;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.kernel.Json;
import dev.slipway.runner.host.Programs;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import dev.slipway.testkit.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs in containers of jobs reaches the server that listens on the loopback interface, and who else does not. */
@Tag("slow")
@NeedsEngine
class ContainerDoorTest {

    private static final String IMAGE = "slipway-test/curl-and-git:1";
    private static final Pattern DOOR =
            Pattern.compile("Containers of this job reach Slipway at (http://([0-9.]+):([0-9]+))");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Engine engine;
    private static House house;
    private static GitClient git;
    private static int pushes;

    @BeforeAll
    static void open() throws Exception {
        engine = TestEngine.connect();
        Programs programs = new Programs(System.getenv("PATH"));
        HostImage.named(IMAGE)
                .program(programs.find("curl").orElseThrow(), "/usr/bin/curl")
                .program(programs.find("git").orElseThrow(), "/usr/bin/git")
                .program(Path.of("/usr/lib/git-core/git-remote-http"), "/usr/lib/git-core/git-remote-http")
                .build(engine, Files.createDirectories(folder.resolve("image")));
        house = House.building(folder.resolve("home"), "--listen=127.0.0.1:" + FreePorts.one());
        git = GitClient.init(folder.resolve("work"));
    }

    @AfterAll
    static void close() {
        house.close();
        engine.close();
    }

    private static Run push(String workflow) throws Exception {
        git.commit("note.txt", "push " + ++pushes);
        git.commit(
                ".github/workflows/ci.yml",
                workflow.replace("IMAGE", IMAGE).replace("PORT", Integer.toString(house.server.port())));
        git.ok("push", "-q", house.url("mia:mia-token", "shop"), "HEAD:refs/heads/main");
        await().atMost(PATIENCE).until(() -> runs().size() == pushes);
        return runs().getFirst();
    }

    private static List<Run> runs() {
        return house.database.read(sql -> Runs.ofProject(sql, "shop", 100));
    }

    private static String log(Run run) throws IOException, InterruptedException {
        StringBuilder log = new StringBuilder();
        for (Job job : house.database.read(sql -> Jobs.ofRun(sql, run.id()))) {
            String page = send(api("/runs/" + run.id() + "/jobs/" + job.id() + "/log"))
                    .body();
            Json.mapper()
                    .readTree(page)
                    .path("lines")
                    .forEach(line -> log.append(line.path("text").asString()).append('\n'));
        }
        return log.toString();
    }

    private static HttpRequest.Builder api(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.server.port() + "/api/v1" + path))
                .header("Authorization", "Bearer ada-token");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void succeeds(Run run) throws Exception {
        await().atMost(PATIENCE).until(() -> state(run) != RunState.RUNNING && state(run) != RunState.QUEUED);
        assertThat(state(run)).as(log(run)).isEqualTo(RunState.SUCCEEDED);
    }

    private static RunState state(Run run) {
        return house.database
                .read(sql -> Runs.find(sql, run.id()))
                .orElseThrow()
                .state();
    }

    @Test
    void jobInAContainer_usesTokensArtifactsCachesIdentityAndGit() throws Exception {
        git.commit("it/action.yml", """
                runs: {using: docker, image: "docker://IMAGE", entrypoint: /bin/sh, args: [/github/workspace/it/cache.sh]}
                """.replace("IMAGE", IMAGE));
        git.commit("it/cache.sh", """
                set -eu
                call() {
                  curl -sS --fail-with-body -H "Authorization: Bearer $ACTIONS_RUNTIME_TOKEN" -d "$2" \\
                    "${ACTIONS_RESULTS_URL}twirp/github.actions.results.api.v1.CacheService/$1"
                }
                address() { sed 's/.*"signed_[a-z]*_url":"\\([^"]*\\)".*/\\1/'; }
                call CreateCacheEntry "{\\"key\\":\\"$KEY\\",\\"version\\":\\"v\\"}" > made
                head -c 30000000 /dev/zero > blob; echo the end >> blob
                curl -sS --fail -T blob -H 'x-ms-blob-type: BlockBlob' "$(address < made)"
                call FinalizeCacheEntryUpload "{\\"key\\":\\"$KEY\\",\\"version\\":\\"v\\",\\"size_bytes\\":\\"30000008\\"}"
                call GetCacheEntryDownloadURL "{\\"key\\":\\"$KEY\\",\\"restore_keys\\":[],\\"version\\":\\"v\\"}" > found
                echo "restored $KEY: $(curl -sS --fail "$(address < found)" | tail -n 1)"
                login="$(printf 'x-access-token:%s' "$TOKEN" | base64 | tr -d '\\n')"
                git -c "http.$GITHUB_SERVER_URL/.extraheader=AUTHORIZATION: basic $login" \\
                  ls-remote "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" refs/heads/main > refs
                echo "fetched $KEY: $(grep -c "$GITHUB_SHA" refs)"
                """);
        Run run = push("""
                on: push
                permissions: {contents: read, actions: read, id-token: write}
                jobs:
                  contained:
                    runs-on: ubuntu-latest
                    container: IMAGE
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          set -eu
                          curl -sS --fail-with-body -H "Authorization: Bearer ${{ github.token }}" \\
                            "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/artifacts"
                          test "$GITHUB_API_URL" = "${{ github.api_url }}"
                          curl -sS --fail-with-body -H "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
                            "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=them" > token
                          echo "claims $( (cut -d. -f2 token; echo ==) | tr -d '\\n' | tr '_-' '/+' | base64 -d 2>/dev/null)"
                          cd / && git -c "http.extraheader=AUTHORIZATION: basic $(printf 'x:%s' ${{ github.token }} | base64 | tr -d '\\n')" \\
                            ls-remote "$(sed -n 's/.*url = //p' /__w/shop/shop/.git/config)" refs/heads/main
                          echo "::notice::token ${{ github.token }}"
                      - uses: ./it
                        env: {KEY: inside, TOKEN: "${{ github.token }}"}
                  hosted:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - uses: ./it
                        env: {KEY: beside, TOKEN: "${{ github.token }}"}
                      - run: test "$GITHUB_API_URL" = "http://127.0.0.1:PORT/api/v1"
                """);
        succeeds(run);
        assertThat(log(run))
                .contains("\"total_count\":0", "restored inside: the end", "restored beside: the end")
                .contains("fetched inside: 1", "fetched beside: 1", "token ***")
                .contains("\"aud\":\"them\"", "\"iss\":\"http://127.0.0.1:" + house.server.port());
    }

    @Test
    void door_isForTheContainersOfItsJobAndForWhatJobsAsk_andShutsWithACancel() throws Exception {
        Run run = push("""
                on: push
                jobs:
                  asking:
                    runs-on: ubuntu-latest
                    container: IMAGE
                    steps:
                      - run: |
                          door="${GITHUB_API_URL%/api/v1}"
                          ask() { echo "asked $*: $(curl -s --path-as-is -o /dev/null -w '%{http_code}' "$@")"; }
                          for path in / /login /setup /metrics /healthz /api/v1/setup /api/v1/projects /api/v1/repos/../projects \\
                              /twirp/..%2fapi/v1/projects '/git/..;/api/v1/projects' //api/v1/projects /.well-known/jwks; do
                            ask "$door$path"
                          done
                          ask -H "Host: slipway.localhost" -H "X-Forwarded-For: 127.0.0.1" "$door/api/v1/projects"
                          ask -X POST -d '{}' "$door/api/v1/login"
                          ask "$door/api/v1/repos/x"
                          gateway="${door#http://}"
                          ask --max-time 5 "http://${gateway%:*}:PORT/"
                          echo "asked all"
                          while true; do sleep 0.2; done
                """);
        await().atMost(PATIENCE).until(() -> log(run).contains("\nasked all\n"));
        List<String> answers = log(run).lines()
                .flatMap(line ->
                        Pattern.compile("^asked .*: ([0-9]{3})$").matcher(line).results())
                .map(found -> found.group(1))
                .toList();
        assertThat(answers).hasSize(16);
        assertThat(answers.subList(0, 14)).allMatch(code -> code.equals("403") || code.equals("400"));
        assertThat(answers.subList(14, 16))
                .as("a call that is for jobs; a port that is not")
                .containsExactly("404", "000");

        Matcher door = DOOR.matcher(log(run));
        assertThat(door.find()).isTrue();
        String address = door.group(1) + "/api/v1/repos/x";
        assertThat(get(address).body()).contains("foreign-peer");
        assertThat(fromAnotherNetwork(address)).contains("foreign-peer");

        HttpRequest.Builder cancel =
                api("/runs/" + run.id() + "/cancel").POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(send(cancel).statusCode()).isLessThan(300);
        await().atMost(PATIENCE).until(() -> state(run) == RunState.CANCELLED);
        assertThatThrownBy(() -> get(address)).isInstanceOf(ConnectException.class);
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address)));
    }

    private static String fromAnotherNetwork(String address) throws Exception {
        String id = engine.containers()
                .create(ContainerPlan.of(IMAGE, "slipway-test-stranger-" + pushes)
                        .command(List.of("curl", "-sS", "--max-time", "10", address))
                        .plan());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            engine.containers().start(id);
            engine.containers().whenEnded(id).get();
            try (var output = engine.containers().output(id, false, said::writeBytes)) {
                output.await();
            }
            return said.toString(StandardCharsets.UTF_8);
        } finally {
            engine.containers().remove(id);
        }
    }
}
