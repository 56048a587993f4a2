package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What Grafana asks for its lists of rules and of its Alertmanager data source, of a server that watches. */
@Tag("slow")
class GrafanaSourcesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RULES = "/prometheus/api/v1/rules";
    private static final String ALERTMANAGER = "/alertmanager/api/v2";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private House house;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/alertmanager.yml"), """
                route:
                  receiver: calm
                  routes:
                  - {matchers: [severity="page"], receiver: pager, continue: true}
                  - {matchers: [team="db"], receiver: team-db}
                receivers: [{name: calm}, {name: pager}, {name: team-db}]
                """);
        house = House.watching(folder.resolve("home"));
        await().atMost(PATIENCE).until(() -> ask("GET", RULES, "").statusCode() == 200);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void rules_areListedByType() throws Exception {
        GitClient git = GitClient.init(folder.resolve("work"));
        git.commit(".slipway/rules/a.yml", """
                groups:
                - name: web
                  rules:
                  - {record: 'job:up:sum', expr: sum(up)}
                  - {alert: Down, expr: up == 0, for: 1m}
                """);
        git.ok("push", house.url("mia:pw", "shop"), "main");

        assertThat(names(RULES)).containsExactly("job:up:sum", "Down");
        assertThat(names(RULES + "?type=alert")).containsExactly("Down");
        assertThat(names(RULES + "?type=Record")).containsExactly("job:up:sum");
        assertThat(names(RULES + "?type=")).hasSize(2);
        HttpResponse<String> other = ask("GET", RULES + "?type=alerting", "");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(Json.mapper().readTree(other.body()).path("errorType").asString())
                .isEqualTo("bad_data");
        assertThat(Json.mapper().readTree(other.body()).path("error").asString())
                .startsWith("invalid parameter \"type\": not supported value \"alerting\"");
    }

    @Test
    void alertmanager_answersWhatItsDataSourceAsks() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> ask("GET", ALERTMANAGER + "/status", "").statusCode() == 200);
        JsonNode status = tree("GET", "/status", "");
        assertThat(status.path("config").path("original").asString()).contains("receiver: \"calm\"");
        assertThat(status.path("versionInfo").path("version").asString()).isNotEmpty();
        assertThat(tree("GET", "/receivers", "").findValuesAsString("name"))
                .containsExactly("calm", "pager", "team-db");

        String labels = "{\"alertname\":\"Full\",\"severity\":\"page\",\"team\":\"db\"}";
        assertThat(ask("POST", ALERTMANAGER + "/alerts", "[{\"labels\":" + labels + "}]")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(groupReceivers("")).containsExactly("pager", "team-db"));
        assertThat(groupReceivers("?receiver=team-.%2A")).containsExactly("team-db");
        assertThat(groupReceivers("?receiver=calm")).isEmpty();
        assertThat(groupReceivers("?filter=team%3D%22web%22")).isEmpty();

        String silence = "{\"matchers\":[{\"name\":\"team\",\"value\":\"db\",\"isRegex\":false,\"isEqual\":true}],"
                + "\"startsAt\":\"2026-01-01T00:00:00Z\",\"endsAt\":\"2199-01-01T00:00:00Z\","
                + "\"createdBy\":\"mia\",\"comment\":\"known\"}";
        String id = tree("POST", "/silences", silence).path("silenceID").asString();
        assertThat(tree("GET", "/silences", "").findValuesAsString("id")).containsExactly(id);
        assertThat(groupReceivers("?silenced=false")).isEmpty();
        assertThat(ask("DELETE", ALERTMANAGER + "/silence/" + id, "").statusCode())
                .isEqualTo(200);
        assertThat(tree("GET", "/silence/" + id, "")
                        .path("status")
                        .path("state")
                        .asString())
                .isEqualTo("expired");
    }

    private List<String> groupReceivers(String query) throws Exception {
        return tree("GET", "/alerts/groups" + query, "")
                .valueStream()
                .map(group -> group.path("receiver").path("name").asString())
                .toList();
    }

    private List<String> names(String path) throws Exception {
        HttpResponse<String> answer = ask("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper()
                .readTree(answer.body())
                .path("data")
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .map(rule -> rule.path("name").asString())
                .toList();
    }

    private JsonNode tree(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = ask(method, ALERTMANAGER + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().readTree(answer.body());
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.server.port() + path))
                        .header("Authorization", "Bearer mia-token")
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
