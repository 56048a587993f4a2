package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.rollout.ServingPlatform.Ailment;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane that cannot reach what it needs, or whose clock is set while it waits. */
class CutOffTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Commands.Word ADA = new Commands.Word("ada", "");

    @TempDir
    Path folder;

    private ServingHouse serving;
    private RolloutHouse house;
    private Release old;

    @BeforeEach
    void aReleaseServes() {
        serving = ServingHouse.atWork(folder);
        house = serving.house();
        old = house.release("1", Stories.plain().text());
        Rollout first = house.deploy(old);
        house.reach(first, RolloutState.SUCCEEDED);
    }

    @AfterEach
    void close() {
        house.edge.cut(false);
        serving.close();
    }

    @Test
    void edgeThatIsAway_movesNothing_andTheRolloutGoesOnWhenItIsBack() {
        Release next = house.release("2", Stories.asking().text());
        Rollout rollout = house.deploy(next);
        house.reach(rollout, RolloutState.HELD);

        house.edge.cut(true);
        house.commands().promote(rollout.id(), ADA);
        await().atMost(PATIENCE).until(() -> house.edge.refused() > 2);
        assertThat(house.now(rollout).state()).isIn(RolloutState.HELD, RolloutState.OBSERVING, RolloutState.SHIFTING);
        assertThat(house.routed()).containsExactlyInAnyOrder(old.id(), next.id());
        house.edge.cut(false);

        await().atMost(PATIENCE).until(() -> {
            if (house.now(rollout).state() == RolloutState.HELD) {
                house.commands().promote(rollout.id(), ADA);
            }
            return house.now(rollout).state() == RolloutState.SUCCEEDED;
        });
        assertThat(house.routed()).containsExactly(next.id());
        assertThat(house.edge.unanswered()).isEmpty();
    }

    @Test
    void abort_whileTheEdgeIsAway_isKeptAndCarriedOut() {
        Release next = house.release("2", Stories.asking().text());
        Rollout rollout = house.deploy(next);
        house.reach(rollout, RolloutState.HELD);

        house.edge.cut(true);
        house.commands().abort(rollout.id(), ADA);
        await().atMost(PATIENCE).until(() -> house.edge.refused() > 2);
        assertThat(house.now(rollout).state()).isEqualTo(RolloutState.ROLLING_BACK);
        assertThat(serving.platform().stops())
                .as("what users may still meet goes on")
                .isEmpty();
        house.edge.cut(false);

        house.reach(rollout, RolloutState.ROLLED_BACK);
        assertThat(house.routed()).containsExactly(old.id());
        assertThat(house.edge.unanswered()).isEmpty();
    }

    @Test
    void newInstanceThatDoesNotAnswer_getsNoTraffic() {
        Release next = house.release("2", Stories.plain().text());
        serving.platform().ail(next.id(), Ailment.IS_NOT_HEALTHY);
        Rollout rollout = house.deploy(next);
        house.reach(rollout, RolloutState.STARTED);

        house.pass(HOUR);

        house.reach(rollout, RolloutState.ROLLED_BACK);
        assertThat(house.routed()).containsExactly(old.id());
    }

    @Test
    void waitTimer_endsWhenTheClockIsSetAhead_alsoAfterItWasSetBack() {
        Release next =
                house.release("2", Stories.plain().gates("{waitTimer: 1h}").text());
        Rollout rollout = house.deploy(next);
        house.reach(rollout, RolloutState.GATED);

        house.pass(HOUR.negated());
        house.pass(HOUR.multipliedBy(2));
        house.reach(rollout, RolloutState.SUCCEEDED);
    }

    @Test
    void bake_endsWhenTheClockIsSetAhead() {
        Release next = house.release("2", Stories.plain().bake("1h").text());
        Rollout rollout = house.deploy(next);
        house.reach(rollout, RolloutState.BAKING);

        house.pass(HOUR);

        house.reach(rollout, RolloutState.SUCCEEDED);
        assertThat(house.routed()).containsExactly(next.id());
    }

    @Test
    void clockThatIsSetBackOnTheWay_delaysAndChangesNothing() {
        Release next = house.release("2", Stories.asking().bake("50ms").text());
        Rollout rollout = house.deploy(next);
        house.reach(rollout, RolloutState.HELD);

        house.pass(HOUR.negated());
        house.commands().promote(rollout.id(), ADA);
        await().atMost(PATIENCE)
                .until(() -> house.now(rollout).state() == RolloutState.HELD
                        && house.now(rollout).progress().place().stage() > 0);
        house.pass(HOUR);
        house.commands().promote(rollout.id(), ADA);

        house.reach(rollout, RolloutState.SUCCEEDED);
        assertThat(house.timeline(rollout)).isNotEmpty();
        assertThat(house.edge.unanswered()).isEmpty();
    }
}
