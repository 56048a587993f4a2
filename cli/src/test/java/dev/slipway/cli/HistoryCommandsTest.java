package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was: rollouts, pushes and runs, and how they are tried again. */
class HistoryCommandsTest extends AgainstServer {

    @Test
    void previews_areATableAndGoByName() {
        server.on("GET /api/v1/projects/shop/previews", """
                        [{"name":"preview-login","shows":"login","commit":"c0ffee0123456789","state":"LIVE","release":"shop-7",
                          "health":"healthy","touchedAt":"2026-11-18T11:00:00Z","endsAt":"2026-11-25T11:00:00Z","hosts":["login.preview.example.com"]}]""")
                .on("DELETE /api/v1/projects/shop/previews/preview-login", "");

        assertThat(slipway().run("previews", "--project", "shop").out()).isEqualTo("""
                PREVIEW        SHOWS  COMMIT    RELEASE  HEALTH   STATE  PUSHED  ENDS IN  HOSTS
                preview-login  login  c0ffee01  shop-7   healthy  LIVE   3d      3d       login.preview.example.com
                """);
        assertThat(slipway()
                        .run("previews", "remove", "preview-login", "--project", "shop")
                        .out())
                .isEqualTo("preview-login is being taken away.\n");
    }

    @Test
    void edge_isShownAndUpgraded() {
        server.on("GET /api/v1/edge", "{\"pid\":7,\"bootId\":\"b1\",\"listen\":\"0.0.0.0:80\"}")
                .on(
                        "POST /api/v1/edge/upgrade",
                        "{\"before\":{\"pid\":7},\"now\":{\"pid\":8,\"bootId\":\"b2\",\"listen\":\"0.0.0.0:80\"}}");

        assertThat(slipway().run("edge").out()).isEqualTo("Process 7 listens on 0.0.0.0:80.\n");
        assertThat(slipway().run("edge", "upgrade").out())
                .isEqualTo("Process 8 has taken over 0.0.0.0:80 from 7, which ends with its connections.\n");
        assertThat(slipway().run("edge", "upgrade", "--json").out()).contains("\"bootId\":\"b2\"");
    }

    @Test
    void status_saysWhatAilsAnInstance() {
        server.on("GET /api/v1/projects/shop/environments", """
                [{"name":"production","release":"shop-7","health":"unhealthy","hosts":[],"instances":[
                  {"name":"production.web.shop-7.0","address":"127.0.0.1:25581","state":"UNHEALTHY",
                   "since":"2026-11-21T11:58:30Z","detail":"no answer from /health within 2 s"},
                  {"name":"production.web.shop-7.1","address":"127.0.0.1:25582","state":"HEALTHY",
                   "since":"2026-11-21T11:58:30Z","detail":"HTTP 200 from /health"}]}]""");

        assertThat(slipway().run("status").out().lines().skip(2))
                .containsExactly("production.web.shop-7.0 at 127.0.0.1:25581 is UNHEALTHY since 90s:"
                        + " no answer from /health within 2 s");
    }

    @Test
    void status_remembersTheRolloutThatFailed() {
        server.on("GET /api/v1/projects/shop/environments", """
                [{"name":"staging","release":"shop-8","since":"2026-11-21T11:58:30Z","health":"healthy",
                  "instances":[{}],"hosts":[],"last":{"id":"rollout-4","release":"shop-8","state":"SUCCEEDED",
                  "reason":"done","finishedAt":"2026-11-21T11:59:00Z"}},
                 {"name":"production","release":"shop-7","since":"2026-11-18T11:00:00Z","health":"healthy",
                  "instances":[{}],"hosts":[],"last":{"id":"rollout-5","release":"shop-8","state":"ROLLED_BACK",
                  "reason":"5 % of requests failed","finishedAt":"2026-11-21T11:50:00Z"}}]""");

        assertThat(slipway().run("status").out().lines().skip(3))
                .containsExactly(
                        "production: shop-8 ROLLED_BACK 10m ago: 5 % of requests failed",
                        "  slipway rollouts rollout-5");
    }

    @Test
    void rollouts_ofAnEnvironment_areATable() {
        server.on("GET /api/v1/projects/shop/rollouts?limit=20&environment=production", """
                [{"id":"rollout-5","environment":"production","release":"shop-8","state":"ROLLED_BACK",
                  "requestedBy":"ada","requestedAt":"2026-11-21T11:50:00Z","reason":"too slow"}]""");

        assertThat(slipway().run("rollouts", "--environment", "production").out())
                .isEqualTo("""
                ROLLOUT    ENVIRONMENT  RELEASE  STATE        BY   AGE  WHY
                rollout-5  production   shop-8   ROLLED_BACK  ada  10m  too slow
                """);
    }

    @Test
    void rolloutThatNeedsAPerson_saysWhatEachWordDoes() {
        String rollout = """
                {"id":"rollout-5","environment":"production","release":"shop-8","previous":"shop-7","strategy":"canary",
                 "state":"NEEDS_HUMAN","weight":10,"reason":"too slow","requestedBy":"ada",
                 "requestedAt":"2026-11-21T11:50:00Z","steps":[],"gates":[],"approvals":[],
                 "timeline":[{"at":"2026-11-21T11:50:00Z","from":"%s","event":"ESCALATE","to":"%s",
                   "who":"slipway","text":"too slow"}],"actions":["resume","abort"]}""";
        server.on("GET /api/v1/rollouts/rollout-5", rollout.formatted("OBSERVING", "NEEDS_HUMAN"));
        server.on("GET /api/v1/rollouts/rollout-6", rollout.formatted("BAKING", "FINISHING"));

        assertThat(slipway().run("rollouts", "rollout-5").out())
                .contains(
                        "slipway resume   takes the traffic to the release before",
                        "slipway promote  keeps the new release",
                        "slipway abort    closes it")
                .doesNotContain("Gates");
        assertThat(slipway().run("rollouts", "rollout-6").out())
                .contains("slipway abort    closes it", "slipway promote  tries the contract migration again")
                .doesNotContain("slipway resume");
    }

    @Test
    void rollout_isShownWithAllThatIsKnownOfIt() {
        server.on("GET /api/v1/rollouts/rollout-5", """
                {"id":"rollout-5","environment":"production","release":"shop-8","previous":"shop-7","strategy":"canary",
                 "state":"HELD","weight":10,"reason":"not enough requests","requestedBy":"ada",
                 "requestedAt":"2026-11-21T11:50:00Z","steps":["10 %","100 %"],
                 "gates":[{"name":"reviewers","state":"PASSED","reason":"1 of 1"}],
                 "approvals":[{"user":"grace","decision":"APPROVED","comment":"fine","at":"2026-11-21T11:51:00Z"}],
                 "verdict":{"verdict":"INCONCLUSIVE","summary":"3 of 200 requests",
                   "evidence":[{"verdict":"INCONCLUSIVE","sentence":"no errors in 3 requests"}]},
                 "timeline":[{"at":"2026-11-21T11:50:00Z","from":"REQUESTED","event":"ADMIT","to":"GATED",
                   "who":"slipway","text":"asked for"}],"actions":["resume","abort"]}""");

        assertThat(slipway().run("rollouts", "rollout-5").out()).isEqualTo("""
                shop-8 to production, canary, instead of shop-7
                HELD  10 %  not enough requests
                asked for by ada 10m ago
                Steps
                  10 %
                  100 %
                Gates
                  PASSED  reviewers: 1 of 1
                Approvals
                  APPROVED by grace: fine
                Evidence: INCONCLUSIVE  3 of 200 requests
                  INCONCLUSIVE  no errors in 3 requests
                Timeline
                  2026-11-21T11:50:00Z  GATED by slipway: asked for
                It can take: resume, abort
                """);
    }

    @Test
    void replay_showsEachLookAndThatTheOutcomeIsTheSame() {
        server.on("GET /api/v1/rollouts/rollout-5/replay?limit=20", replay("FAIL", true, 0));

        CommandRun.Result result = slipway().run("judge", "--replay", "rollout-5");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                shop-8 in production, 1 look
                LOOK  AT                    WEIGHT  NEW             OLD              THEN  NOW   WHY
                1     2026-11-21T11:50:00Z  10 %    9 of 30 failed  0 of 270 failed  FAIL  FAIL  worse than tolerated
                  FAIL  errors: 9 of 30
                Judged again: FAIL, as it was.
                """);
    }

    @Test
    void dora_isATableOfDistributions() {
        server.on("GET /api/v1/projects/shop/environments/production/dora?days=90", """
                {"environment":"production","from":"2026-08-23T12:00:00Z","rollouts":14,"whole":true,"deployments":12,
                 "deploymentsPerWeek":0.933,"interval":{"count":11,"medianSeconds":172800,"p90Seconds":604800},
                 "leadTime":{"count":12,"medianSeconds":5400,"p90Seconds":14400},"changeFailRate":0.125,
                 "recoveryTime":{"count":0},"reworkRate":0.1}""");

        assertThat(slipway().run("dora", "production").out()).isEqualTo("""
                production, 14 rollouts ended since 2026-08-23
                METRIC                OVERALL       MEDIAN    P90
                deployment frequency  0.9 a week    every 2d  every 7d
                change lead time      12 changes    90m       4h
                change fail rate      12.5 %        -         -
                recovery time         0 recoveries  -         -
                rework rate           10.0 %        -         -
                """);
    }

    @Test
    void replay_thatDiffersIsAFailure() {
        server.on("GET /api/v1/rollouts/rollout-5/replay?limit=20", replay("PASS", false, 1));

        CommandRun.Result result = slipway().run("judge", "--replay", "rollout-5");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).endsWith("Judged again: FAIL, but it was PASS; 1 of 1 verdicts differ.\n");
    }

    private static String replay(String recorded, boolean same, int differing) {
        return """
                {"release":"shop-8","environment":"production","looks":1,"differing":%d,"same":%s,
                 "recorded":{"verdict":"%s"},
                 "replayed":{"verdict":"FAIL","evidence":[{"verdict":"FAIL","sentence":"errors: 9 of 30"}]},
                 "shown":[{"number":1,"at":"2026-11-21T11:50:00Z","weight":10,"recorded":"%s","verdict":"FAIL",
                   "canary":{"requests":30,"errors":9},"baseline":{"requests":270,"errors":0},
                   "summary":"worse than tolerated"}]}""".formatted(differing, same, recorded, recorded);
    }

    @ParameterizedTest
    @CsvSource({
        "runs, runs, A push starts the workflows",
        "releases, releases, A push makes one",
        "rollouts, rollouts, slipway deploy ENV",
        "pushes, pushes, slipway projects"
    })
    void emptyList_saysWhatToDoNext(String command, String things, String advice) {
        server.on("GET /api/v1/projects/shop/" + things + "?limit=20", "[]");

        assertThat(slipway().run(command).out()).contains(advice);
        assertThat(slipway().run(command, "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void rerun_ofTheFailedJobs_namesTheNewAttempt() {
        server.on("POST /api/v1/runs/run-1/rerun", "{\"id\":\"run-2\",\"workflow\":\"ci\",\"number\":7,\"attempt\":2}");

        assertThat(slipway().run("runs", "rerun", "run-1", "--failed").out()).isEqualTo("""
                ci #7.2 runs again: run-2
                  slipway logs -f run-2
                """);
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"failed\":true}");
    }

    @Test
    void findings_areLinesThatEditorsKnow() {
        server.on("GET /api/v1/runs/run-1", """
                {"id":"run-1","workflow":"ci","number":1,"state":"FAILED","ref":"refs/heads/main","commit":"0123456789",
                 "actor":"ada","jobs":[],"artifacts":[],"findings":[{"severity":"ERROR","code":"unknown-key",
                 "position":{"file":"ci.yml","line":3,"column":5},"message":"unknown key 'step'",
                 "hint":"did you mean 'steps'?"}]}""");

        assertThat(slipway().run("runs", "run-1").out())
                .endsWith("ci.yml:3:5: error: unknown key 'step' (did you mean 'steps'?)\n");
    }

    @Test
    void runWithANameOfItsOwn_isShownByItToo() {
        String run = """
                {"id":"run-1","workflow":"ci","title":"Ship 1.2","number":1,"state":"SUCCEEDED","ref":"refs/heads/main",
                 "commit":"0123456789","actor":"ada","event":"push","jobs":[],"artifacts":[],"findings":[]}""";
        server.on("GET /api/v1/projects/shop/runs?limit=20", "[" + run + "]");
        server.on("GET /api/v1/runs/run-1", run);

        assertThat(slipway().run("runs").out()).endsWith("Ship 1.2\n");
        assertThat(slipway().run("runs", "run-1").out().lines()).contains("Ship 1.2");
    }

    @Test
    void runsOfForks_areMarkedInWords() {
        String run = """
                {"id":"run-%d","workflow":"ci","number":%d,"state":"%s","ref":"refs/pull/7/merge","commit":"0123456789",
                 "actor":"eve","event":"pull_request","untrusted":%s,"awaitsApproval":%s,"jobs":[],"artifacts":[],
                 "findings":[]}""";
        String waiting = run.formatted(3, 3, "QUEUED", true, true);
        server.on(
                "GET /api/v1/projects/shop/runs?limit=20",
                "[" + waiting + "," + run.formatted(2, 2, "SUCCEEDED", true, false) + ","
                        + run.formatted(1, 1, "SUCCEEDED", false, false) + "]");
        server.on("GET /api/v1/runs/run-3", waiting);

        assertThat(slipway().run("runs").out().lines().skip(1).toList())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("from a fork: waits for approval"),
                        line -> assertThat(line).endsWith("from a fork"),
                        line -> assertThat(line).doesNotContain("fork"));
        assertThat(slipway().run("runs", "run-3").out())
                .contains("from a fork: waits for approval", "slipway approve run-3");
    }

    @Test
    void pushes_showWhatCouldNotBeHandledAndRetryIt() {
        server.on("GET /api/v1/projects/shop/pushes?limit=20", """
                [{"push":{"id":"push-1","ref":"refs/heads/main","pusher":"ada","createdAt":"2026-11-21T11:50:00Z"},
                  "state":"FAILED","reason":"disk full","findings":[]}]""");
        server.on("POST /api/v1/projects/shop/pushes/push-1/retry", "{\"id\":\"push-1\"}");

        assertThat(slipway().run("pushes").out()).contains("push-1  main  ada  10m  FAILED  0         disk full");
        assertThat(slipway().run("pushes", "retry", "push-1").out()).contains("push-1 is handled again");
    }
}
