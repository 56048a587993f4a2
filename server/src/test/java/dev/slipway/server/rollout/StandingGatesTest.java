package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.server.release.EnvironmentRules;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever pushes a slipway.yml without the gates does not get around them. */
class StandingGatesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GUARDED = Stories.plain()
            .gates("{reviewers: {count: 1, users: [grace, linus]}}")
            .warmText();
    private static final String OPEN = Stories.plain().text();

    @TempDir
    Path folder;

    private final ServingPlatform platform = new ServingPlatform();
    private Database database;
    private RolloutHouse house;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseAddress.of(null, folder));
        house = new RolloutHouse(database, "shop", Digest.of("web"), () -> platform);
        house.boot(house.crashes.immortal());
        house.start();
    }

    @AfterEach
    void close() {
        house.close();
        platform.close();
        database.close();
    }

    @Test
    void releaseThatDropsItsReviewers_waitsForThoseOfWhatServes() {
        deliver("1", GUARDED);
        Rollout rollout = house.deploy(house.release("2", OPEN));

        await().atMost(PATIENCE).until(() -> house.now(rollout).state() == RolloutState.GATED);
        assertThatThrownBy(() -> approve(rollout, "ada"))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("may-not-approve"));
        approve(rollout, "linus");
        reach(rollout, RolloutState.SUCCEEDED);

        Rollout free = house.deploy(house.release("3", OPEN));
        reach(free, RolloutState.SUCCEEDED);
    }

    @Test
    void rollback_asksNobody() {
        deliver("1", GUARDED);
        deliver("2", GUARDED);

        reach(house.rollback(), RolloutState.SUCCEEDED);
        assertThat(house.serving().release()).contains("shop-1");
    }

    @Test
    void jobs_meetTheGatesOfWhatServes() {
        deliver("1", GUARDED);
        house.release("2", OPEN);
        EnvironmentRules rules = new EnvironmentRules(new Plans(Books.of(database)), project -> Optional.of(OPEN));

        assertThat(rules.of("shop", "Production").orElseThrow().gates().reviewers())
                .isPresent();
    }

    private void deliver(String version, String config) {
        Rollout rollout = house.deploy(house.release(version, config));
        await().atMost(PATIENCE).until(() -> house.now(rollout).state() == RolloutState.GATED);
        approve(rollout, "grace");
        reach(rollout, RolloutState.SUCCEEDED);
    }

    private void approve(Rollout rollout, String who) {
        house.commands().approve(rollout.id(), new Commands.Word(who, ""));
    }

    private void reach(Rollout rollout, RolloutState state) {
        await().atMost(PATIENCE).until(() -> house.now(rollout).state() == state);
    }
}
