package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whose jobs may read a project. */
class ReadersCommandTest extends AgainstServer {

    private static final String PLACE = "/api/v1/projects/lib/readers";

    @Test
    void readers_areListed_withWhatTheProjectItselfMayRead() {
        server.on("GET " + PLACE, """
                {"readers":[{"project":"shop","since":"2026-11-18T11:00:00Z","grantedBy":"ada"}],
                 "reads":[{"project":"base","since":"2026-11-18T11:00:00Z","grantedBy":"ada"}]}""");

        assertThat(slipway().run("projects", "readers", "lib").out()).isEqualTo("""
                PROJECT  ALLOWED  BY
                shop     3d       ada
                Jobs of lib may read base.
                """);
    }

    @Test
    void projectThatNobodyElseReads_saysSo() {
        server.on("GET " + PLACE, "{\"readers\":[],\"reads\":[]}");

        assertThat(slipway().run("projects", "readers", "lib").out()).contains("Only its own jobs read lib");
    }

    @Test
    void readers_areAllowedAndRevoked() {
        server.on("PUT " + PLACE + "/shop", "{\"readers\":[],\"reads\":[]}");
        server.on("DELETE " + PLACE + "/shop", "");

        assertThat(slipway()
                        .run("projects", "readers", "lib", "--allow", "shop")
                        .out())
                .isEqualTo("Jobs of shop may read lib.\n");
        assertThat(slipway()
                        .run("projects", "readers", "lib", "--revoke", "shop")
                        .out())
                .isEqualTo("Jobs of shop may read lib no more.\n");
    }

    @Test
    void bothAtOnce_areRefused() {
        assertThat(slipway()
                        .run("projects", "readers", "lib", "--allow", "a", "--revoke", "b")
                        .err())
                .contains("mutually exclusive");
    }
}
