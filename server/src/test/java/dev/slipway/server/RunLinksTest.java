package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Json;
import dev.slipway.server.web.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A run is found by the number that its workflow knows it by, as actions link to it. */
class RunLinksTest {

    private static final String MIA = "Host: localhost\nAuthorization: Bearer mia-token\n";

    @TempDir
    Path folder;

    private static RawHttp.Answer get(House house, String path) throws IOException {
        return RawHttp.send(house.server.port(), "GET " + path + " HTTP/1.1\n" + MIA, "");
    }

    private static JsonNode json(House house, String path) throws IOException {
        RawHttp.Answer answer = get(house, path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class);
    }

    @Test
    void linkThatAStepBuilds_leadsToTheRun_andTheNumberNamesItInTheApi() throws Exception {
        try (House house = House.building(folder.resolve("home"))) {
            house.foundation.projects().createByPush("shop", "mia");
            GitClient git = GitClient.init(folder.resolve("work"));
            git.commit(".github/workflows/ci.yml", """
                    on: push
                    jobs:
                      a:
                        runs-on: ubuntu-latest
                        steps:
                          - run: echo "see $GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
                    """);
            git.ok("push", house.url("mia:pw", "shop"), "main");
            String serial = json(house, "/api/v1/projects/shop/runs")
                    .get(0)
                    .path("serial")
                    .asString();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> json(house, "/api/v1/runs/" + serial)
                            .path("state")
                            .asString()
                            .equals("SUCCEEDED"));
            JsonNode run = json(house, "/api/v1/runs/" + serial + ".1");
            String log = "/api/v1/runs/" + serial + "/jobs/"
                    + run.path("jobs").get(0).path("id").asString() + "/log";
            String link = "slipway/shop/actions/runs/" + serial;
            assertThat(json(house, log).toString()).contains("see " + link + "\"");

            assertThat(get(house, "/" + link).headers().get("location")).isEqualTo("/runs/" + serial);
            assertThat(get(house, "/" + link + "/attempts/1").headers().get("location"))
                    .isEqualTo("/runs/" + serial + ".1");
            assertThat(get(house, "/" + link + "/artifacts/7").headers().get("location"))
                    .isEqualTo("/runs/" + serial + "#h-artifacts");
            assertThat(get(house, "/" + link + "/x").status()).isGreaterThan(399);
            assertThat(get(house, "/api/v1/runs/999").body()).contains("no-run");
            git.ok("fetch", house.url("mia:pw", "shop").replace("/git/", "/slipway/"), "main");
        }
    }
}
