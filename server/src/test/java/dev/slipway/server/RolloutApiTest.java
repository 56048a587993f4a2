package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API of rollouts takes, and what it refuses rather than to leave it out. */
class RolloutApiTest {

    private static final String PRODUCTION = "/projects/shop/environments/production/";

    @TempDir
    static Path folder;

    private static House house;
    private static String rollout = "";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void open() throws Exception {
        house = House.open(folder.resolve("home"));
        String release = TwoDeploysTest.release(house, 1).id();
        HttpResponse<String> asked = post(PRODUCTION + "rollouts", "{\"release\":\"" + release + "\"}");
        rollout = Json.mapper().readTree(asked.body()).path("id").asString();
    }

    @AfterAll
    static void close() {
        HTTP.close();
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "367", "100000", "year"})
    void daysOfMetrics_areRefusedOutOfTheirRange(String days) throws Exception {
        HttpResponse<String> answer = get(PRODUCTION + "dora?days=" + days);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("bad-number", "'" + days + "'", "from 1 to 366");
    }

    @Test
    void daysOfMetrics_mayBeAYear() throws Exception {
        assertThat(get(PRODUCTION + "dora?days=366").body()).contains("\"deployments\":0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirm", "reject", "promote", "pause", "resume", "abort"})
    void breakGlass_isForApprovalsAlone(String decision) throws Exception {
        HttpResponse<String> answer =
                post("/rollouts/" + rollout + "/" + decision, "{\"comment\":\"it burns\",\"breakGlass\":true}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("bad-json", "breakGlass");
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path).GET());
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(
                to(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.server.port() + "/api/v1" + path))
                .header("Authorization", "Bearer mia-token");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
