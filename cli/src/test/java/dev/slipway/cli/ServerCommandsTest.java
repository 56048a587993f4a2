package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that talk, against a real server that answers in the API's shapes. */
class ServerCommandsTest extends AgainstServer {

    @Test
    void status_isATable() {
        environments();

        CommandRun.Result result = slipway().run("status");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                        ENVIRONMENT  RELEASE  SINCE  HEALTH   INSTANCES  ROLLOUT    STATE      HOSTS
                        staging      shop-8   90s    healthy  1          -          -          staging.localhost
                        production   shop-7   3d     healthy  2          rollout-1  OBSERVING  shop.localhost, www.localhost
                        """);
        assertThat(server.asked().getFirst().token()).isEqualTo("Bearer t0ken");
    }

    @Test
    void table_onANarrowTerminal_cutsTheLastColumn() {
        environments();

        List<String> lines = slipway()
                .columns(95)
                .with("NO_COLOR", "1")
                .run("status")
                .out()
                .lines()
                .toList();

        assertThat(lines.getLast()).endsWith("www.loc…").hasSize(95);
    }

    @Test
    void colours_areOnlyForTerminalsWithoutNoColor() {
        environments();

        assertThat(slipway().columns(200).run("status").out()).contains("\u001b[32mhealthy");
        assertThat(slipway().columns(200).with("NO_COLOR", "1").run("status").out())
                .doesNotContain("\u001b");
        assertThat(slipway().run("status").out()).doesNotContain("\u001b");
    }

    @Test
    void json_isWhatTheServerSaid() {
        server.on("GET /api/v1/projects/shop/releases?limit=20", "[{\"id\":\"shop-7\",\"commit\":\"abc\"}]");

        assertThat(slipway().run("releases", "--json").out()).isEqualTo("[{\"id\":\"shop-7\",\"commit\":\"abc\"}]\n");
    }

    @Test
    void release_showsTheDigestsOfWhatItIsMadeOf() {
        server.on("GET /api/v1/releases/shop-7", """
                {"id":"shop-7","title":"Faster","commit":"abc","ref":"refs/heads/main","author":"ada",\
                "digest":"sha256:d1","config":"sha256:c1","artifacts":{"jar":"sha256:a1"}}""");

        CommandRun.Result result = slipway().run("releases", "shop-7");

        assertThat(result.out()).isEqualTo("""
                shop-7  Faster
                commit     abc (main) by ada
                digest     sha256:d1
                config     sha256:c1
                artifact   jar sha256:a1
                """);
    }

    @ParameterizedTest
    @CsvSource({"422,65", "401,77", "403,77", "404,66", "409,75", "413,65", "503,69", "500,70"})
    void problem_isTwoLinesAndAnExitCode(int status, int exitCode) {
        server.problem(
                "GET /api/v1/projects",
                status,
                "{\"code\":\"some-code\",\"title\":\"it did not work\",\"hint\":\"try the other\",\"status\":" + status
                        + "}");

        CommandRun.Result result = slipway().run("projects");

        assertThat(result.code()).isEqualTo(exitCode);
        assertThat(result.err()).isEqualTo("error: it did not work\n  try the other\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void noServer_saysHowToStartOne() {
        server.close();

        CommandRun.Result result = slipway().run("projects");

        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains("no answer from the Slipway server at " + server.url(), "slipway server");
    }

    @Test
    void notSlipway_isNamed() {
        server.on("GET /api/v1/projects", "<html>");

        assertThat(slipway().run("projects").err()).contains("is not Slipway");
    }

    @Test
    void login_keepsTheTokenForItsOwnerAlone() throws IOException {
        server.on("POST /api/v1/login", "{\"token\":\"fresh\"}")
                .on("GET /api/v1/me", "{\"name\":\"ada\",\"role\":\"ADMIN\"}");
        server.on("GET /api/v1/projects", "[]");
        CommandRun run = new CommandRun(folder).input("s3cret\n");

        CommandRun.Result login = run.run("login", server.url() + "/", "--name", "ada", "--password-stdin");

        assertThat(login.out()).isEqualTo("Logged in to " + server.url() + " as ada (ADMIN).\n");
        assertThat(server.asked().getFirst().body()).contains("\"name\":\"ada\"", "\"password\":\"s3cret\"");
        Path file = folder.resolve("home/.config/slipway/credentials.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(run.run("projects").code()).isZero();
        assertThat(server.asked().getLast().token()).isEqualTo("Bearer fresh");
    }

    @Test
    void loginAgain_showsTheTokenThatItReplaces() {
        server.on("POST /api/v1/login", "{\"token\":\"fresh\"}")
                .on("GET /api/v1/me", "{\"name\":\"ada\",\"role\":\"ADMIN\"}");
        String[] login = {"login", server.url(), "--name", "ada", "--password-stdin"};

        new CommandRun(folder).input("s3cret\n").run(login);
        assertThat(server.asked().getFirst().body()).contains("\"machine\":\"").doesNotContain("former");
        new CommandRun(folder).input("s3cret\n").run(login);

        assertThat(server.asked())
                .filteredOn(asked -> asked.body().contains("\"former\":\"fresh\""))
                .hasSize(1);
    }

    @Test
    void gitCredential_isTheTokenOfTheServerThatGitNames() {
        server.on("GET /api/v1/me", "{\"name\":\"ada\",\"role\":\"ADMIN\"}");
        new CommandRun(folder).input("k3y").run("login", server.url(), "--token-stdin");
        String host = server.url().substring("http://".length());

        CommandRun.Result result = new CommandRun(folder)
                .input("protocol=http\nhost=" + host + "\n\n")
                .run("git-credential", "get");

        assertThat(result.out()).isEqualTo("username=ada\npassword=k3y\n");
        assertThat(new CommandRun(folder)
                        .input("protocol=http\nhost=elsewhere:1\n")
                        .run("git-credential", "get")
                        .out())
                .isEmpty();
    }

    @Test
    void login_asksForThePasswordOnATerminal() {
        server.on("POST /api/v1/setup", "{\"token\":\"first\"}")
                .on("GET /api/v1/me", "{\"name\":\"ada\",\"role\":\"ADMIN\"}");

        CommandRun.Result result =
                new CommandRun(folder).columns(80).run("login", server.url(), "-n", "ada", "--setup-token", "once");

        assertThat(result.code()).isZero();
        assertThat(server.asked().getFirst().body()).contains("\"setupToken\":\"once\"", "\"password\":\"typed\"");
    }

    @Test
    void project_comesFromTheGitRemote() throws Exception {
        git("init", "-q");
        git("remote", "add", "slipway", server.url() + "/git/cafe.git");
        server.on("GET /api/v1/projects/cafe/runs?limit=20", "[]");

        assertThat(new CommandRun(folder).with("SLIPWAY_TOKEN", "t").run("runs").code())
                .isZero();
        assertThat(server.asked())
                .extracting(ApiServer.Asked::path)
                .containsExactly("/api/v1/projects/cafe/runs?limit=20");
    }

    @Test
    void create_saysWhatToTypeNext() {
        server.on(
                "POST /api/v1/projects",
                "{\"name\":\"cafe\",\"cloneUrl\":\"http://127.0.0.1:8080/git/cafe.git\",\"defaultBranch\":\"main\"}");

        assertThat(slipway().run("projects", "create", "cafe").out())
                .contains("git remote add slipway http://127.0.0.1:8080/git/cafe.git", "git push slipway main")
                .contains("git config credential.http://127.0.0.1:8080.helper '!");
    }

    @Test
    void plan_showsCommitsConfigurationAndGates() {
        server.on("GET /api/v1/projects/shop/environments/production/plan?release=shop-7", """
                {"release":"shop-7","from":"shop-6","environment":"production","strategy":"canary",
                 "commits":[{"commit":"0123456789abcdef","title":"Add tax","author":"ada"}],
                 "configDiff":[{"key":"services.shop.instances","from":"1","to":"2"}],"migrations":["expand: ./migrate"],
                 "gates":[{"name":"reviewers","state":"WAITING","reason":"1 more approval"}],"warnings":["no judge data"]}""");

        assertThat(slipway().run("plan", "production", "--release", "shop-7").out())
                .isEqualTo("""
                        shop-7 to production, canary, instead of shop-6
                        Commits
                          01234567  Add tax (ada)
                        Configuration
                          services.shop.instances: 1 -> 2
                        Migrations
                          expand: ./migrate
                        Gates
                          WAITING  reviewers: 1 more approval
                        warning: no judge data
                        """);
    }

    @Test
    void plan_saysWhatADeployWouldBeRefusedFor() {
        server.on("GET /api/v1/projects/shop/environments/production/plan", """
                {"release":"shop-7","environment":"production","strategy":"canary","gates":[],"warnings":[],
                 "refusal":"shop-7 has not succeeded in staging, which comes before production"}""");

        assertThat(slipway().run("plan", "production").out())
                .contains("a deploy would be refused: shop-7 has not succeeded in staging");
    }

    @Test
    void deploy_withWait_followsTheEventsToTheEnd() {
        rollouts("SUCCEEDED");

        CommandRun.Result result = slipway().run("deploy", "production", "--release", "shop-7", "--wait");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                        Rollout rollout-1: shop-7 to production, REQUESTED
                        GATED  0 %
                          reviewers: 1 more approval
                        OBSERVING  10 %  watching
                        SUCCEEDED  100 %  all good
                        """);
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"release\":\"shop-7\"}");
    }

    @Test
    void deploy_throughGlass_saysWhy() {
        rollouts("SUCCEEDED");

        assertThat(slipway().run("deploy", "production", "--break-glass").code())
                .isNotZero();
        assertThat(server.asked()).isEmpty();
        assertThat(slipway()
                        .run("deploy", "production", "--break-glass", "-m", "it burns")
                        .code())
                .isZero();
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"comment\":\"it burns\",\"breakGlass\":true}");
    }

    @Test
    void deploy_thatIsRolledBack_endsWithOne() {
        rollouts("ROLLED_BACK");

        assertThat(slipway().run("deploy", "production", "--wait").code()).isEqualTo(1);
    }

    @Test
    void deploy_withWait_followsTheRolloutThatIsThereAlready() {
        rollouts("SUCCEEDED");
        server.problem("POST /api/v1/projects/shop/environments/staging/rollouts", 409, """
                {"code":"already-under-way","title":"shop-7 is already on its way to staging (rollout-1)","status":409}""");
        server.on(
                "GET /api/v1/projects/shop/rollouts?environment=staging",
                "[" + ROLLOUT.formatted("GATED", 0, "", "") + "]");

        CommandRun.Result result = slipway().run("deploy", "staging", "--wait");

        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("already on its way to staging (rollout-1); following it");
        assertThat(result.out()).endsWith("SUCCEEDED  100 %  all good\n");
        assertThat(slipway().run("deploy", "staging").code()).isEqualTo(75);
    }

    @Test
    void rollback_givesTheReason() {
        server.on(
                "POST /api/v1/projects/shop/environments/production/rollback",
                ROLLOUT.formatted("REQUESTED", 0, "", ""));

        assertThat(slipway().run("rollback", "production", "--reason", "slow").code())
                .isZero();
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"reason\":\"slow\"}");
    }

    @Test
    void restart_saysWhatAndWhy() {
        server.on(
                "POST /api/v1/projects/shop/environments/production/restart",
                ROLLOUT.formatted("REQUESTED", 0, "", ""));

        assertThat(slipway()
                        .run("restart", "production", "--service", "web", "-m", "stale")
                        .code())
                .isZero();
        assertThat(slipway()
                        .run("restart", "production", "--instance", "production.web.shop-7.1")
                        .code())
                .isZero();
        assertThat(server.asked())
                .extracting(ApiServer.Asked::body)
                .containsExactly(
                        "{\"service\":\"web\",\"comment\":\"stale\"}", "{\"instance\":\"production.web.shop-7.1\"}");
    }

    private void environments() {
        server.on("GET /api/v1/projects/shop/environments", """
                [{"name":"staging","release":"shop-8","since":"2026-11-21T11:58:30Z","health":"healthy",
                  "instances":[{}],"hosts":["staging.localhost"]},
                 {"name":"production","release":"shop-7","since":"2026-11-18T11:00:00Z","health":"healthy",
                  "rollout":"rollout-1","state":"OBSERVING","instances":[{},{}],
                  "hosts":["shop.localhost","www.localhost"]}]""");
    }

    private void rollouts(String end) {
        String gate = "{\"name\":\"reviewers\",\"state\":\"WAITING\",\"reason\":\"1 more approval\"}";
        server.on(
                "POST /api/v1/projects/shop/environments/production/rollouts",
                ROLLOUT.formatted("REQUESTED", 0, "", ""));
        server.on("GET /api/v1/rollouts/rollout-1", ROLLOUT.formatted("GATED", 0, "", gate))
                .on("GET /api/v1/rollouts/rollout-1", ROLLOUT.formatted("OBSERVING", 10, "watching", ""))
                .on("GET /api/v1/rollouts/rollout-1", ROLLOUT.formatted(end, 100, "all good", ""));
        server.stream("GET /api/v1/events", """
                : hello

                event: change
                data: {"kind":"run","id":"run-1","project":"shop"}

                event: change
                data: {"kind":"rollout","id":"rollout-1","project":"shop"}

                """);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
