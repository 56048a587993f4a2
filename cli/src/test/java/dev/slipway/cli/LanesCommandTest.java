package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who has which environment, and freeing one by hand. */
class LanesCommandTest extends AgainstServer {

    /** Two projects, one lane held in this state, with two that wait for it. */
    private void held(String state) {
        server.on("GET /api/v1/lanes", """
                {"lease":{"epoch":4,"holder":"process 71 on prow","until":"2026-11-21T12:00:10Z"},
                 "lanes":[
                  {"project":"blog","environment":"production","waiting":[]},
                  {"project":"shop","environment":"production",
                   "holder":{"rollout":"rollout-7","release":"shop-7","state":"%s","reason":"looking",
                     "requestedBy":"ada","since":"2026-11-21T11:58:30Z","actions":["abort"]},
                   "waiting":[{"rollout":"rollout-8","release":"shop-8"},{"rollout":"rollout-9","release":"shop-9"}]},
                  {"project":"shop","environment":"staging","waiting":[]}]}""".formatted(state));
    }

    @Test
    void lanes_areATableAndTheLeaseOfWhoDrivesThem() {
        held("OBSERVING");

        assertThat(slipway().run("lanes").out()).isEqualTo("""
                PROJECT  ENVIRONMENT  RELEASE  STATE      SINCE  ASKED BY  ROLLOUT    WAITING
                blog     production   -        free       -      -         -          -
                shop     production   shop-7   OBSERVING  90s    ada       rollout-7  shop-8, shop-9
                shop     staging      -        free       -      -         -          -
                Rollouts are driven by process 71 on prow, fencing number 4, lease until 2026-11-21T12:00:10Z unless renewed.
                """);
    }

    @Test
    void lanes_ofAProject_areThatProjectsAlone() {
        held("OBSERVING");

        assertThat(slipway().run("lanes", "--project", "blog").out())
                .contains("blog")
                .doesNotContain("shop");
        assertThat(slipway().run("lanes", "--project", "blog", "--json").out())
                .contains("\"epoch\":4", "blog")
                .doesNotContain("shop");
        assertThat(slipway().run("lanes", "--project", "none").out()).startsWith("No lane yet.");
    }

    @Test
    void free_callsTheHolderOff() {
        held("OBSERVING");
        server.on(
                "POST /api/v1/rollouts/rollout-7/abort",
                AgainstServer.ROLLOUT.formatted("ROLLING_BACK", 10, "aborted by ada: the night is over", ""));

        assertThat(slipway()
                        .run("lanes", "free", "production", "--comment", "the night is over")
                        .out())
                .isEqualTo("Rollout rollout-1: shop-7 to production, ROLLING_BACK."
                        + " production is free when it has ended.\n");
        assertThat(server.asked().getLast().body()).isEqualTo("{\"comment\":\"the night is over\"}");
    }

    @Test
    void free_ofAFreeLane_changesNothing() {
        held("OBSERVING");
        CommandRun.Result result = slipway().run("lanes", "free", "staging", "--comment", "why not");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Nobody has staging.\n");
        assertThat(server.asked()).extracting(ApiServer.Asked::method).containsExactly("GET");
    }

    @Test
    void free_ofAnUnknownEnvironment_namesThoseThatThereAre() {
        held("OBSERVING");
        CommandRun.Result result = slipway().run("lanes", "free", "prod", "--comment", "why not");

        assertThat(result.code()).isEqualTo(66);
        assertThat(result.err()).contains("shop has no lane 'prod'", "it has production, staging");
    }

    @Test
    void free_leavesToAPersonWhatAPersonDecides() {
        held("NEEDS_HUMAN");

        CommandRun.Result result = slipway().run("lanes", "free", "production", "--comment", "why not");

        assertThat(result.code()).isEqualTo(75);
        assertThat(result.err()).contains("a person has to decide", "slipway rollouts rollout-7");
        assertThat(server.asked()).extracting(ApiServer.Asked::method).containsExactly("GET");
    }

    @Test
    void free_needsAReason() {
        CommandRun.Result result = slipway().run("lanes", "free", "production");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("--comment");
        assertThat(server.asked()).isEmpty();
    }
}
