package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person says to rollouts and runs that wait, and to which of them. */
class DecisionCommandTest extends AgainstServer {

    @ParameterizedTest
    @ValueSource(strings = {"approve", "reject", "promote", "pause", "resume", "abort"})
    void decision_findsTheOnlyRolloutUnderWay(String decision) {
        server.on(
                "GET /api/v1/projects/shop/rollouts",
                "[" + ROLLOUT.formatted("GATED", 0, "", "") + ",{\"id\":\"rollout-0\",\"state\":\"SUCCEEDED\"}]");
        server.on("POST /api/v1/rollouts/rollout-1/" + decision, ROLLOUT.formatted("PREPARED", 0, "", ""));

        CommandRun.Result result = slipway().run(decision, "--comment", "fine");

        assertThat(result.code()).isZero();
        assertThat(server.asked().getLast().body()).isEqualTo("{\"comment\":\"fine\"}");
    }

    @Test
    void approval_tellsWhatIsStillWaitedFor() {
        server.on("POST /api/v1/rollouts/rollout-1/approve", """
                {"id":"rollout-1","release":"shop-1","environment":"production","state":"GATED","gates":[
                  {"name":"reviewers","state":"WAITING","reason":"1 more approval needed from carol"},
                  {"name":"check test","state":"PASSED","reason":"succeeded"}]}""");

        assertThat(slipway().run("approve", "rollout-1").out().strip())
                .endsWith("shop-1 to production, GATED: 1 more approval needed from carol");
    }

    @Test
    void decision_findsTheOnlyRolloutThatNeedsAPerson() {
        server.on("GET /api/v1/projects/shop/rollouts", "[" + ROLLOUT.formatted("NEEDS_HUMAN", 10, "", "") + "]");
        server.on("POST /api/v1/rollouts/rollout-1/promote", ROLLOUT.formatted("STARTED", 10, "", ""));

        assertThat(slipway().run("promote").code()).isZero();
    }

    private void twoRollouts() {
        server.on("GET /api/v1/projects/shop/rollouts", """
                [{"id":"rollout-2","state":"BAKING","environment":"a","actions":["promote","abort"]},
                 {"id":"rollout-1","state":"GATED","environment":"b","actions":["approve","reject","abort"]}]""");
    }

    @Test
    void decision_betweenTwoRollouts_asksWhich() {
        twoRollouts();

        CommandRun.Result result = slipway().run("abort");

        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("2 rollouts can take 'abort'", "rollout-2 (a), rollout-1 (b)");
        assertThat(slipway().run("resume").err()).contains("none of the 2 rollouts under way can take 'resume'");
    }

    @ParameterizedTest
    @CsvSource({"approve, --comment, rollout-1", "confirm, --point, rollout-1", "promote, --comment, rollout-2"})
    void decision_thatOnlyOneOfTwoCanTake_isMeantForThat(String decision, String option, String rollout) {
        twoRollouts();
        server.on("POST /api/v1/rollouts/" + rollout + "/" + decision, ROLLOUT.formatted("PREPARED", 0, "", ""));

        assertThat(slipway().run(decision, option, "1").code()).isZero();
    }

    @Test
    void confirmation_namesThePoint() {
        server.on("POST /api/v1/rollouts/rollout-1/confirm", ROLLOUT.formatted("GATED", 0, "", ""));

        assertThat(slipway().run("confirm", "rollout-1", "--point", "3").code()).isZero();

        assertThat(server.asked().getLast().body()).isEqualTo("{\"comment\":\"3\"}");
        assertThat(slipway().run("confirm", "rollout-1").err()).contains("--point");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "promote", "pause", "resume", "abort"})
    void breakGlass_isForApprovalsAlone(String decision) {
        CommandRun.Result result = slipway().run(decision, "rollout-1", "--break-glass");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("--break-glass");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void environment_isForTheJobsOfARunAlone() {
        CommandRun.Result result = slipway().run("approve", "rollout-1", "--environment", "production");

        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("among the jobs of a run");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void decision_aboutARun_isForItsEnvironment() {
        server.on("POST /api/v1/runs/run-1/approve", """
                {"id":"run-1","workflow":"ci","number":3,"jobs":[
                  {"name":"ship","state":"QUEUED","reason":"","environment":{"name":"production"}}]}""");

        server.on("POST /api/v1/runs/1000041.2/approve", "{\"id\":\"run-1\",\"workflow\":\"ci\",\"number\":3}");
        assertThat(slipway().run("approve", "1000041.2").out()).contains("approve: ci #3");
        CommandRun.Result result = slipway().run("approve", "run-1", "--environment", "production");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("approve: ci #3", "ship, environment production: QUEUED");
        assertThat(server.asked().getLast().body()).isEqualTo("{\"environment\":\"production\"}");
    }

    @Test
    void decision_thatIsForRolloutsOnly_refusesARun() {
        CommandRun.Result result = slipway().run("promote", "run-1");

        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("'promote' is for rollouts", "slipway runs cancel run-1");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void breakGlass_needsAComment() {
        assertThat(slipway().run("approve", "rollout-1", "--break-glass").code())
                .isEqualTo(65);
        assertThat(slipway()
                        .run("approve", "rollout-1", "--break-glass", "-m", " ")
                        .code())
                .isEqualTo(65);
        assertThat(server.asked()).isEmpty();
    }
}
