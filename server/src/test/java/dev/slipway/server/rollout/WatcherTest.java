package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.judge.Evidence;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the new release is held against, at each weight that it has. */
class WatcherTest {

    private static final String TESTERS_FIRST = Stories.plain()
            .strategy("canary: {steps: [{setWeight: 0}, {pause: {duration: 200ms}}, {setWeight: 50},"
                    + " {analysis: {interval: 50ms, minimum: 300ms, maximum: 1h}}]}")
            .bake("1h")
            .text();

    @TempDir
    Path folder;

    private ServingHouse serving;
    private RolloutHouse house;

    @BeforeEach
    void open() {
        serving = ServingHouse.in(folder);
        house = serving.house();
    }

    @AfterEach
    void close() {
        serving.close();
    }

    @Test
    void bake_isHeldAgainstAllThatTheOldReleaseDid_alsoAfterAStepAtWeightZero() {
        house.work();
        Rollout first = house.deploy(house.release("1", TESTERS_FIRST));
        house.reach(first, RolloutState.BAKING);
        house.commands().promote(first.id(), new Commands.Word("ada", ""));
        house.reach(first, RolloutState.SUCCEEDED);

        Rollout second = house.deploy(house.release("2", TESTERS_FIRST));
        house.reach(second, RolloutState.BAKING);

        Awaitility.await()
                .untilAsserted(() -> assertThat(judgement(second).verdict()).isEqualTo(Verdict.PASS));
        assertThat(judgement(second).evidence())
                .filteredOn(evidence -> evidence.metric().equals("errors"))
                .extracting(Evidence::baselineRequests)
                .containsExactly(requestsOfTheOldRelease(house.now(second)));
    }

    /** Before the rollout, and at each look of it. */
    private long requestsOfTheOldRelease(Rollout rollout) {
        return rollout.progress().reference().orElseThrow().requests()
                + serving
                        .database()
                        .read(sql -> Books.of(serving.database()).looks().of(sql, rollout.id()))
                        .stream()
                        .mapToLong(seen -> seen.look().baseline().requests())
                        .sum();
    }

    private Judgement judgement(Rollout rollout) {
        return serving.database()
                .read(sql -> Books.of(serving.database()).rollouts().judgement(sql, rollout.id()))
                .orElseThrow();
    }
}
