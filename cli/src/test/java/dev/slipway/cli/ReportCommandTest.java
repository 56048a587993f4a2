package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where runs are reported to. */
class ReportCommandTest extends AgainstServer {

    private static final String PLACE = "/api/v1/projects/shop/status-report";

    @Test
    void report_takesTheTokenFromStandardInput() {
        server.on("PUT " + PLACE, "{\"repository\":\"acme/shop\",\"apiUrl\":\"https://api.github.com\"}");

        String said = slipway()
                .input("t0ken\n")
                .run("projects", "report", "shop", "--forge", "github", "--repository", "https://github.com/acme/shop")
                .out();

        assertThat(said).contains("reported to acme/shop by https://api.github.com");
        assertThat(server.asked().getLast().body())
                .isEqualTo("{\"token\":\"t0ken\",\"forge\":\"github\","
                        + "\"repository\":\"https://github.com/acme/shop\"}");
    }

    @Test
    void report_ends() {
        server.on("DELETE " + PLACE, "");

        assertThat(slipway().run("projects", "report", "shop", "--off").out())
                .isEqualTo("shop reports its runs no more.\n");
    }

    @Test
    void statuses_sayWhatTheForgeAnswered() {
        server.on("GET " + PLACE + "?limit=20", """
                {"repository":"acme/shop","apiUrl":"https://api.github.com","statuses":[
                 {"commit":"0123456789abcdef","context":"slipway/CI (push)","state":"success","delivery":"pending",
                  "at":"2026-11-18T11:00:00Z","answer":"answered 401"}]}""");

        assertThat(slipway().run("projects", "statuses", "shop").out()).isEqualTo("""
                acme/shop by https://api.github.com
                COMMIT    STATUS             STATE    DELIVERY  AGE  ANSWER
                01234567  slipway/CI (push)  success  pending   3d   answered 401
                """);
    }
}
