package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.rollout.Environments;
import dev.slipway.store.rollout.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The control plane dies before and after the commit of each transition of a rollout, and before and after each effect,
 * over real processes. {@link RolloutCrashTest} takes the ways that are rarer.
 */
class RolloutRestartTest {

    @TempDir
    Path folder;

    private TinyServices services;
    private Database database;
    private RolloutHouse house;
    private Release old;
    private Release next;

    @BeforeEach
    void aReleaseServes() throws IOException {
        services = new TinyServices(folder);
        database = Database.open(DatabaseAddress.of(null, folder));
        house = new RolloutHouse(database, "shop", services.digest(), services::platform);
        old = house.release("1", services.config("1"));
        next = house.release("2", services.config("2"));
        house.work();
        Rollout first = house.deploy(old);
        house.reach(first, RolloutState.SUCCEEDED);
    }

    @AfterEach
    void close() {
        house.close();
        database.close();
    }

    @Test
    void canary_succeedsThroughADeathAtEveryTransition() throws Exception {
        Rollout rollout = house.deployThroughCrashes(next);

        house.liveUntilOver(rollout, List.of());

        assertThat(house.now(rollout).state()).isEqualTo(RolloutState.SUCCEEDED);
        assertThat(states(rollout))
                .containsExactly(
                        RolloutState.GATED,
                        RolloutState.PREPARED,
                        RolloutState.STARTED,
                        RolloutState.VERIFIED,
                        RolloutState.SHIFTING,
                        RolloutState.OBSERVING,
                        RolloutState.SHIFTING,
                        RolloutState.OBSERVING,
                        RolloutState.PROMOTED,
                        RolloutState.BAKING,
                        RolloutState.FINISHING,
                        RolloutState.SUCCEEDED);
        eachInstanceStartedOnce();
        assertThat(services.notes("migrations").stream().distinct())
                .containsExactly(
                        "expand " + old.id(), "contract " + old.id(), "expand " + next.id(), "contract " + next.id());
        assertThat(house.edge.unanswered()).isEmpty();
        onlyServes(next);
    }

    @Test
    void badCanary_isRolledBackThroughADeathAtEveryTransition() throws Exception {
        services.breakDown(next);
        Rollout rollout = house.deployThroughCrashes(next);

        house.liveUntilOver(rollout, List.of());

        assertThat(states(rollout))
                .containsExactly(
                        RolloutState.GATED,
                        RolloutState.PREPARED,
                        RolloutState.STARTED,
                        RolloutState.VERIFIED,
                        RolloutState.SHIFTING,
                        RolloutState.OBSERVING,
                        RolloutState.ROLLING_BACK,
                        RolloutState.CHECKING_ROLLBACK,
                        RolloutState.ROLLED_BACK);
        eachInstanceStartedOnce();
        assertThat(services.notes("migrations")).doesNotContain("contract " + next.id());
        assertThat(house.edge.unanswered()).isEmpty();
        onlyServes(old);
    }

    private List<RolloutState> states(Rollout rollout) {
        List<Rollouts.Moment> timeline = house.timeline(rollout);
        assertThat(timeline)
                .allSatisfy(moment -> assertThat(RolloutTransitions.TABLE.next(moment.from(), moment.event()))
                        .isEqualTo(moment.to()));
        return timeline.stream().map(Rollouts.Moment::to).toList();
    }

    /** A start is noted with the process's id: a second line for an instance would be a second process of it. */
    private void eachInstanceStartedOnce() throws IOException {
        assertThat(services.notes("starts").stream().map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactly("production.web." + old.id() + ".0", "production.web." + next.id() + ".0");
    }

    private void onlyServes(Release release) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(house.running()).containsExactly(release.id() + " HEALTHY 0"));
        assertThat(house.routed()).containsExactly(release.id());
        Environments.Serving serving = house.serving();
        assertThat(serving.release()).contains(release.id());
        assertThat(serving.lane()).isEmpty();
    }
}
