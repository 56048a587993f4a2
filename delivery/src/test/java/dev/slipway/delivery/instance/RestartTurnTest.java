package dev.slipway.delivery.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of several instances that hang may be ended. */
class RestartTurnTest {

    private static final InstanceStatus HANGING = instance("web", "rel-1", 0, InstanceState.UNHEALTHY);

    @Test
    void instanceAlone_hasItsTurn() {
        assertThat(RestartTurn.obstacle(HANGING, List.of(HANGING), Set.of())).isEmpty();
    }

    @Test
    void othersThatHangToo_areNotWaitedFor() {
        assertThat(obstacle(InstanceState.UNHEALTHY, InstanceState.UNHEALTHY)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "RUNNING"})
    void oneThatIsComingUp_isWaitedForEvenIfOthersServe(InstanceState coming) {
        assertThat(obstacle(coming, InstanceState.HEALTHY)).contains("web-1 has to come back first");
    }

    @Test
    void oneThatDoesNotComeBack_isWaitedForWhileNoneServes() {
        assertThat(obstacle(InstanceState.BACKING_OFF, InstanceState.UNHEALTHY))
                .contains("web-1 has to come back first");
        assertThat(obstacle(InstanceState.BACKING_OFF, InstanceState.HEALTHY)).isEmpty();
    }

    @Test
    void oneThatIsBeingEnded_isWaitedFor() {
        InstanceStatus other = instance("web", "rel-1", 1, InstanceState.UNHEALTHY);
        assertThat(RestartTurn.obstacle(HANGING, List.of(HANGING, other), Set.of("web-1")))
                .contains("web-1 has to come back first");
    }

    @Test
    void otherServicesAndReleases_doNotCount() {
        List<InstanceStatus> all = List.of(
                HANGING,
                instance("api", "rel-1", 1, InstanceState.STARTING),
                instance("web", "rel-2", 2, InstanceState.STARTING));
        assertThat(RestartTurn.obstacle(HANGING, all, Set.of("web-2"))).isEmpty();
    }

    private static Optional<String> obstacle(InstanceState one, InstanceState two) {
        List<InstanceStatus> all = List.of(HANGING, instance("web", "rel-1", 1, one), instance("web", "rel-1", 2, two));
        return RestartTurn.obstacle(HANGING, all, Set.of());
    }

    private static InstanceStatus instance(String service, String release, int ordinal, InstanceState state) {
        return new InstanceStatus(
                service + "-" + ordinal,
                "shop",
                "production",
                service,
                release,
                ordinal,
                Optional.empty(),
                state,
                Instant.EPOCH,
                0,
                "");
    }
}
