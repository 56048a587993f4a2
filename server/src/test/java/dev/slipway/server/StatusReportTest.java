package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.server.forge.ForgeTarget;
import dev.slipway.server.web.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a push to the status of its commit, over a forge's outage and a restart of the server. */
class StatusReportTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String MIA = "Host: localhost\nAuthorization: Bearer mia-token\n";
    private static final String PLACE = "/api/v1/projects/shop/status-report";

    @TempDir
    Path folder;

    private House open() {
        return House.building(folder.resolve("home"), "--allow-private-remotes");
    }

    private static RawHttp.Answer ask(House house, String method, String body) throws IOException {
        return RawHttp.send(house.server.port(), method + " " + PLACE + " HTTP/1.1\n" + MIA, body);
    }

    private static List<String> taken(ForgeTarget forge) {
        return forge.asked.stream()
                .filter(asked -> asked.answered() == 201)
                .map(ForgeTarget.Asked::state)
                .toList();
    }

    private static GitClient pushed(House house, Path work) throws Exception {
        GitClient git = GitClient.init(work);
        git.commit(".github/workflows/ci.yml", """
                name: CI
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: 'true'
                """);
        git.ok("push", house.url("mia:pw", "shop"), "main");
        return git;
    }

    @Test
    void run_isReportedAfterAnOutageAndARestart() throws Exception {
        try (ForgeTarget forge = new ForgeTarget()) {
            forge.status = 500;
            String commit;
            try (House house = open()) {
                house.foundation.projects().createByPush("shop", "mia");
                String wish = "{\"token\":\"t0ken\",\"forge\":\"gitea\",\"apiUrl\":\"" + forge.url()
                        + "\",\"repository\":\"https://code.example.org/acme/shop\"}";
                RawHttp.Answer set = ask(house, "PUT", wish);
                assertThat(set.status()).isEqualTo(200);
                assertThat(set.body()).contains("\"repository\":\"acme/shop\"").doesNotContain("t0ken");
                commit = pushed(house, folder.resolve("work")).head();
                await().atMost(PATIENCE)
                        .until(() -> ask(house, "GET", "").body().contains("\"state\":\"success\""));
                assertThat(ask(house, "GET", "").body()).doesNotContain("\"delivery\":\"sent\"");
            }
            forge.status = 201;
            try (House house = open()) {
                await().atMost(PATIENCE).until(() -> taken(forge).contains("success"));
                assertThat(forge.asked.getLast().path()).isEqualTo("/repos/acme/shop/statuses/" + commit);
                assertThat(forge.asked.getLast().body().path("target_url").asString())
                        .startsWith("http://127.0.0.1:" + house.server.port() + "/runs/run-");
                assertThat(taken(forge)).containsExactly("success");
                assertThat(ask(house, "DELETE", "").status()).isEqualTo(204);
                assertThat(ask(house, "GET", "").status()).isEqualTo(404);
            }
        }
    }

    @Test
    void reportWithoutTokenOrForge_isRefused() throws Exception {
        try (House house = open()) {
            house.foundation.projects().createByPush("shop", "mia");
            assertThat(ask(house, "PUT", "{}").body()).contains("token-missing");
            assertThat(ask(house, "PUT", "{\"token\":\"a b\"}").body()).contains("token-missing");
            assertThat(ask(house, "PUT", "{\"token\":\"t\"}").body()).contains("no-forge");
            assertThat(ask(house, "PUT", "{\"token\":\"t\",\"repository\":\"https://x.org/a/b\"}")
                            .body())
                    .contains("forge-unknown", "github, gitlab, gitea or forgejo");
        }
    }
}
