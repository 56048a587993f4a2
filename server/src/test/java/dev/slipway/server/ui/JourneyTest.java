package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.rollout.RolloutView;
import dev.slipway.store.rollout.Rollouts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JourneyTest {

    @Test
    void rolloutThatIsPrepared_standsAtItsPreparation() {
        assertThat(marks(RolloutState.PREPARED)).containsExactly("DONE", "NOW", "NEXT", "NEXT", "NEXT", "NEXT", "NEXT");
    }

    @Test
    void rolloutThatCouldNotBePrepared_endedThere() {
        assertThat(marks(
                        RolloutState.FAILED,
                        moment(RolloutState.GATED, RolloutEvent.OPEN, RolloutState.PREPARED),
                        moment(RolloutState.PREPARED, RolloutEvent.FAIL, RolloutState.FAILED)))
                .containsExactly("DONE", "FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
    }

    @Test
    void rolloutThatIsOver_hasAllOfItsWayBehindIt() {
        assertThat(marks(RolloutState.SUCCEEDED)).hasSize(7).containsOnly("DONE");
    }

    private static Rollouts.Moment moment(RolloutState from, RolloutEvent event, RolloutState to) {
        return new Rollouts.Moment(Instant.EPOCH, from, event, to, "mia", "for the test");
    }

    private static List<String> marks(RolloutState state, Rollouts.Moment... timeline) {
        return Journey.of(rollout(state, List.of(timeline))).stream()
                .map(part -> part.mark().name())
                .toList();
    }

    private static RolloutView rollout(RolloutState state, List<Rollouts.Moment> timeline) {
        return new RolloutView(
                "rollout-1",
                "shop",
                "production",
                "shop-2",
                Optional.of("shop-1"),
                Rollout.Kind.DEPLOY,
                "canary",
                state,
                0,
                0,
                List.of("10 %", "100 %"),
                "",
                "mia",
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                timeline,
                List.of());
    }
}
