package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway alerts}. */
class AlertsCommandTest {

    @TempDir
    Path folder;

    @Test
    void alerts_areListedWithWhoHasTakenThem() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /api/v1/alerts", """
                    [{"fingerprint":"3f2a","labels":{"alertname":"Down","team":"web"},
                      "startsAt":"2026-11-21T11:00:00Z","status":{"state":"active"},
                      "receivers":[{"name":"chat"}],"acknowledged":{"by":"mia"}}]
                    """);
            CommandRun.Result result = CommandRun.against(server, folder).run("alerts");

            assertThat(result.code()).isZero();
            assertThat(result.out()).contains("3f2a", "Down", "team=web", "mia", "chat");
        }
    }

    @Test
    void alert_isTakenAndGivenBack() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("POST /api/v1/alerts/3f2a/acknowledge", "");
            server.on("DELETE /api/v1/alerts/3f2a/acknowledge", "");
            assertThat(CommandRun.against(server, folder)
                            .run("alerts", "ack", "3f2a", "--comment", "mine")
                            .out())
                    .contains("3f2a is yours");
            assertThat(CommandRun.against(server, folder)
                            .run("alerts", "ack", "3f2a", "--undo")
                            .out())
                    .contains("given back");
        }
    }

    @Test
    void way_isShown() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /api/v1/alerts/route?label=severity%3Dpage", """
                    {"ways":[{"route":"{}/{severity=\\"page\\"}","receiver":"team","person":"ada","by":["email[0]"],
                      "groupBy":["alertname"],"groupWaitSeconds":30.0,"muted":false}],
                     "later":[{"escalation":"late","afterSeconds":300.0,"person":"boss"}],
                     "silencedBy":["silence-1"],"inhibitedBy":[]}
                    """);
            CommandRun.Result result = CommandRun.against(server, folder).run("alerts", "route", "severity=page");

            assertThat(result.out())
                    .contains("team", "ada", "email[0]", "boss after 300.0 s (late)", "Silenced by silence-1");
        }
    }
}
