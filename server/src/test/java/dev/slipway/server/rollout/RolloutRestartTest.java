package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.store.rollout.Environments;
import dev.slipway.store.rollout.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control plane dies before and after the commit of each transition of a rollout, over real instances. */
class RolloutRestartTest {

    private static final Trail CALM = (_, _, _, _, _, _) -> {};

    @TempDir
    Path folder;

    private RolloutHouse house;
    private Release old;
    private Release next;

    @BeforeEach
    void aReleaseServes() throws IOException {
        house = new RolloutHouse(folder);
        old = house.release("1");
        next = house.release("2");
        house.boot(CALM);
        Rollout first = house.deploy(old);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> house.now(first).state() == RolloutState.SUCCEEDED);
        house.boot(house.crashing);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void canary_succeedsThroughADeathAtEveryTransition() throws Exception {
        Rollout rollout = house.deploy(next);

        house.liveUntilOver(rollout);

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
        assertThat(house.notes("migrations").stream().distinct())
                .containsExactly(
                        "expand " + old.id(), "contract " + old.id(), "expand " + next.id(), "contract " + next.id());
        assertThat(house.edge.unanswered()).isEmpty();
        onlyServes(next);
    }

    @Test
    void badCanary_isRolledBackThroughADeathAtEveryTransition() throws Exception {
        house.breakDown(next);
        Rollout rollout = house.deploy(next);

        house.liveUntilOver(rollout);

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
        assertThat(house.notes("migrations")).doesNotContain("contract " + next.id());
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
        assertThat(house.notes("starts").stream().map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactly("production.web." + old.id() + ".0", "production.web." + next.id() + ".0");
    }

    private void onlyServes(Release release) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(house.running()).containsExactly(release.id() + " HEALTHY 0"));
        assertThat(house.edge.route("shop:production:web").orElseThrow().pools().stream()
                        .filter(pool -> pool.weight() > 0))
                .singleElement()
                .satisfies(pool -> assertThat(pool.release()).isEqualTo(release.id()));
        Environments.Serving serving = house.serving();
        assertThat(serving.release()).contains(release.id());
        assertThat(serving.lane()).isEmpty();
    }
}
