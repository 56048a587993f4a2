package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import dev.slipway.server.release.EnvironmentRules;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever pushes a slipway.yml without the gates does not get around them. */
class StandingGatesTest {

    private static final String GUARDED = Stories.plain()
            .gates("{reviewers: {count: 1, users: [grace, linus]}}")
            .warmText();
    private static final String OPEN = Stories.plain().text();

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

    @Test
    void releaseThatDropsItsReviewers_waitsForThoseOfWhatServes() {
        deliver("1", GUARDED);
        Rollout rollout = house.deploy(house.release("2", OPEN));

        house.reach(rollout, RolloutState.GATED);
        assertThatThrownBy(() -> approve(rollout, "ada"))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("may-not-approve"));
        approve(rollout, "linus");
        house.reach(rollout, RolloutState.SUCCEEDED);

        Rollout free = house.deploy(house.release("3", OPEN));
        house.reach(free, RolloutState.SUCCEEDED);
    }

    @Test
    void rollback_asksNobody() {
        deliver("1", GUARDED);
        deliver("2", GUARDED);

        house.reach(house.rollback(), RolloutState.SUCCEEDED);
        assertThat(house.serving().release()).contains("shop-1");
    }

    @Test
    void jobs_meetTheGatesOfWhatServes() {
        deliver("1", GUARDED);
        house.release("2", OPEN);
        EnvironmentRules rules =
                new EnvironmentRules(new Plans(Books.of(serving.database())), project -> Optional.of(OPEN));

        assertThat(rules.of("shop", "Production").orElseThrow().gates().reviewers())
                .isPresent();
    }

    private void deliver(String version, String config) {
        Rollout rollout = house.deploy(house.release(version, config));
        house.reach(rollout, RolloutState.GATED);
        approve(rollout, "grace");
        house.reach(rollout, RolloutState.SUCCEEDED);
    }

    private void approve(Rollout rollout, String who) {
        house.commands().approve(rollout.id(), new Commands.Word(who, ""));
    }
}
