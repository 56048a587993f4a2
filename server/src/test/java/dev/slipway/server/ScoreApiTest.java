package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the metrics of an environment take over the API. */
class ScoreApiTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "367", "100000", "year"})
    void days_areRefusedOutOfTheirRange(String days) throws Exception {
        HttpResponse<String> answer = metrics("?days=" + days);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("bad-number", "'" + days + "'", "from 1 to 366");
    }

    @Test
    void days_mayBeAYear() throws Exception {
        assertThat(metrics("?days=366").body())
                .contains("no environment 'production'")
                .doesNotContain("bad-number");
    }

    private HttpResponse<String> metrics(String query) throws Exception {
        try (House house = House.open(folder.resolve("home"));
                HttpClient http = HttpClient.newHttpClient()) {
            house.foundation.projects().create("shop", Optional.empty(), "mia");
            URI address = URI.create("http://127.0.0.1:" + house.server.port()
                    + "/api/v1/projects/shop/environments/production/dora" + query);
            return http.send(
                    HttpRequest.newBuilder(address)
                            .header("Authorization", "Bearer mia-token")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
