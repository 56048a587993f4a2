package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.server.rollout.Books;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Many ask for one environment at the same moment, over the API: one request is under way, and who lost is told. */
class TwoDeploysTest {

    private static final String CONFIG = """
            services:
              web: {artifact: web, command: [serve]}
            environments:
              production: {}
            """;
    private static final int ASKED = 8;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @EachDatabase
    void sameRelease_isDeployedOnce(TestDatabase database) {
        try (House house = House.over(folder.resolve("home"), DatabaseAddress.parse(database.address()))) {
            Release release = release(house, 1);

            List<HttpResponse<String>> answers =
                    atOnce(house, Stream.generate(release::id).limit(ASKED).toList());

            assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() != 200)
                    .hasSize(ASKED - 1)
                    .allSatisfy(answer -> {
                        assertThat(answer.statusCode()).isEqualTo(409);
                        assertThat(answer.body()).contains("already-under-way", "slipway deploy production");
                    });
            assertThat(rollouts(house))
                    .singleElement()
                    .extracting(Rollout::state)
                    .isEqualTo(RolloutState.REQUESTED);
        }
    }

    @EachDatabase
    void otherReleases_giveWayToTheLast(TestDatabase database) {
        try (House house = House.over(folder.resolve("home"), DatabaseAddress.parse(database.address()))) {
            List<String> releases = Stream.iterate(1, n -> n + 1)
                    .limit(ASKED)
                    .map(n -> release(house, n).id())
                    .toList();

            List<HttpResponse<String>> answers = atOnce(house, releases);

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
            List<Rollout> rollouts = rollouts(house);
            assertThat(rollouts).hasSize(ASKED);
            assertThat(rollouts)
                    .filteredOn(rollout -> rollout.state() == RolloutState.REQUESTED)
                    .singleElement()
                    .satisfies(last -> assertThat(rollouts)
                            .filteredOn(rollout -> rollout.state() == RolloutState.SUPERSEDED)
                            .hasSize(ASKED - 1)
                            .allSatisfy(gone -> assertThat(gone.reason()).contains("took its place"))
                            .anySatisfy(gone -> assertThat(gone.reason()).contains(last.release())));
        }
    }

    private List<HttpResponse<String>> atOnce(House house, List<String> releases) {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (String release : releases) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.server.port()
                            + "/api/v1/projects/shop/environments/production/rollouts"))
                    .header("Authorization", "Bearer mia-token")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"release\":\"" + release + "\"}"))
                    .build();
            asked.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static List<Rollout> rollouts(House house) {
        Books books = Books.of(house.database);
        return house.database.read(sql -> books.rollouts().ofProject(sql, "shop", 100));
    }

    /** A release that production takes without a gate. */
    static Release release(House house, int number) {
        if (!house.foundation.projects().exists("shop")) {
            house.foundation.projects().create("shop", Optional.empty(), "ada");
        }
        TreeMap<String, Digest> artifacts = new TreeMap<>();
        artifacts.put("web", Digest.of("archive " + number));
        String commit = Digest.of("commit " + number).hex().substring(0, 40);
        Digest config = Digest.of(CONFIG);
        Release draft = new Release(
                "",
                "shop",
                commit,
                "refs/heads/main",
                "ada",
                "ada",
                "change " + number,
                artifacts,
                config,
                Release.digestOf(commit, artifacts, config),
                Instant.EPOCH);
        return house.database.transaction(
                sql -> Books.of(house.database).releases().create(sql, draft, CONFIG));
    }
}
