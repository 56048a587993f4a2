package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A target that carries its own traffic is told its weights, by the same rollouts as the edge. */
class OwnTrafficTest {

    private static final String CONFIG = """
            services:
              web:
                platform: command
                artifact: web
                commands: {deploy: ./deploy, check: ./check, stop: ./stop, route: ./route}
            environments:
              production:
                strategy: {canary: {steps: [{setWeight: 50}, {setWeight: 100}]}}
                bake: 1h
            """;

    @TempDir
    Path folder;

    private ServingHouse serving;
    private RolloutHouse house;

    @BeforeEach
    void open() {
        serving = ServingHouse.atWork(folder);
        house = serving.house();
    }

    @AfterEach
    void close() {
        serving.close();
    }

    /** What the target was told, each word once: a wish may be repeated. */
    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (String task : serving.platform().tasks()) {
            assertThat(task).startsWith("./route [");
            List<String> shares = new ArrayList<>();
            for (JsonNode share : Json.mapper().readTree(task.substring("./route ".length()))) {
                assertThat(share.path("address").asString()).startsWith("127.0.0.1:");
                assertThat(share.path("instance").asString())
                        .isEqualTo("production.web." + share.path("release").asString() + ".0");
                shares.add(share.path("release").asString() + " "
                        + share.path("weight").asInt());
            }
            String word = String.join(", ", shares);
            if (told.isEmpty() || !told.getLast().equals(word)) {
                told.add(word);
            }
        }
        return told;
    }

    @Test
    void canary_movesTheTargetsWeights_andAnAbortMovesThemBack() {
        Release old = house.release("1", CONFIG.replace("bake: 1h", "bake: 0s"));
        house.reach(house.deploy(old), RolloutState.SUCCEEDED);
        Release next = house.release("2", CONFIG);
        Rollout rollout = house.deploy(next);
        house.reach(rollout, RolloutState.BAKING);

        house.commands().abort(rollout.id(), new Commands.Word("ada", "no"));
        house.reach(rollout, RolloutState.ROLLED_BACK);

        assertThat(told())
                .containsExactly(
                        old.id() + " 100",
                        next.id() + " 50, " + old.id() + " 50",
                        next.id() + " 100",
                        old.id() + " 100");
        assertThat(house.routed()).isEmpty();
        assertThat(serving.platform().instances()).hasSize(1);
    }
}
