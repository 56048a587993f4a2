package dev.slipway.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Asks the pilot everything it can be asked, at every hour: a clock that jumps back makes it wait, one that jumps ahead
 * ends the wait; neither promotes what nobody judged, and an observation that says FAIL fails it at any hour.
 */
class PilotClockTest {

    private static final Instant SINCE = PilotTest.NOW;
    private static final Judgement UNSURE = new Judgement(Verdict.INCONCLUSIVE, List.of(), "too few requests");
    private static final Judgement FAIL = new Judgement(Verdict.FAIL, List.of(), "too many errors");
    private static final List<InstanceStatus> STARTING =
            List.of(PilotTest.instance(InstanceState.RUNNING, "no answer"));
    private static final List<InstanceStatus> HEALTHY = List.of(PilotTest.instance(InstanceState.HEALTHY, "answers"));

    @FunctionalInterface
    private interface Question {
        Decision ask(Pilot pilot);
    }

    private record Asked(String name, RolloutState state, Question question) {}

    /** Waits that nothing but the time can end. */
    private static List<Asked> waits() {
        return List.of(
                new Asked("instances start", RolloutState.STARTED, pilot -> pilot.started(STARTING, 1)),
                new Asked("the old makes room", RolloutState.STARTED, pilot -> pilot.makingRoom("shop-1.0 leaves")),
                new Asked(
                        "the edge is silent",
                        RolloutState.SHIFTING,
                        pilot -> pilot.shifting(Optional.of("refused"), HEALTHY)),
                new Asked("the judge is unsure", RolloutState.OBSERVING, pilot -> pilot.observing(UNSURE, HEALTHY, 1)),
                new Asked("it bakes", RolloutState.BAKING, pilot -> pilot.baking(UNSURE, HEALTHY, 1)),
                new Asked(
                        "the old starts",
                        RolloutState.ROLLING_BACK,
                        pilot -> pilot.rollingBack(false, Optional.of("no port"))),
                new Asked(
                        "the old is checked",
                        RolloutState.CHECKING_ROLLBACK,
                        pilot -> pilot.checkingRollback(Optional.of("unhealthy"), false)));
    }

    @TestFactory
    Stream<DynamicTest> wait_outlastsAClockThatJumpsBackAndEndsAfterOneThatJumpsAhead() {
        return waits().stream()
                .map(asked -> DynamicTest.dynamicTest(asked.name(), () -> {
                    assertThat(at(asked, Duration.ofDays(-365))).isInstanceOf(Decision.Stay.class);
                    assertThat(at(asked, Duration.ZERO)).isInstanceOf(Decision.Stay.class);
                    assertThat(at(asked, Duration.ofDays(365))).isInstanceOf(Decision.Move.class);
                }));
    }

    @TestFactory
    Stream<DynamicTest> failure_isSeenAtAnyHour() {
        List<Asked> failures = List.of(
                new Asked("observing", RolloutState.OBSERVING, pilot -> pilot.observing(FAIL, HEALTHY, 1)),
                new Asked("held", RolloutState.HELD, pilot -> pilot.held(FAIL, HEALTHY, 1)),
                new Asked("baking", RolloutState.BAKING, pilot -> pilot.baking(FAIL, HEALTHY, 1)));
        return failures.stream()
                .map(asked -> DynamicTest.dynamicTest(asked.name(), () -> {
                    for (int days : List.of(-365, 0, 365)) {
                        assertThat(at(asked, Duration.ofDays(days)))
                                .isInstanceOfSatisfying(
                                        Decision.Move.class,
                                        move -> assertThat(move.event()).isEqualTo(RolloutEvent.FAIL));
                    }
                }));
    }

    private static Decision at(Asked asked, Duration later) {
        return asked.question().ask(PilotTest.pilotAt(asked.state(), SINCE.plus(later)));
    }
}
