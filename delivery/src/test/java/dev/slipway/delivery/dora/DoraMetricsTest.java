package dev.slipway.delivery.dora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.rollout.Rollout.Kind;
import dev.slipway.delivery.rollout.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoraMetricsTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration TWO_WEEKS = Duration.ofDays(14);

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private static Deployment deployed(int hour) {
        return record(hour, Kind.DEPLOY, RolloutState.SUCCEEDED, true);
    }

    /** Committed two hours before it is over, asked for one, with traffic for half an hour. */
    private static Deployment record(int hour, Kind kind, RolloutState state, boolean met) {
        Instant end = START.plus(Duration.ofHours(hour));
        return new Deployment(
                "rollout-" + hour,
                kind,
                state,
                end.minus(Duration.ofHours(2)),
                end.minus(Duration.ofHours(1)),
                met ? Optional.of(end.minus(Duration.ofMinutes(30))) : Optional.empty(),
                state == RolloutState.ROLLED_BACK ? Optional.of(end.minus(Duration.ofMinutes(10))) : Optional.empty(),
                end);
    }

    private static DoraMetrics of(Deployment... records) {
        return DoraMetrics.of(List.of(records), TWO_WEEKS);
    }

    @Test
    void nothingDeployed_hasNoRates() {
        DoraMetrics none = of();

        assertThat(none.deployments()).isZero();
        assertThat(none.failRate()).isEmpty();
        assertThat(none.reworkRate()).isEmpty();
        assertThat(none.leadTime()).isEqualTo(new Spread(0, Optional.empty(), Optional.empty()));
    }

    @Test
    void frequencyAndLeadTime_areOfWhatSucceeded() {
        DoraMetrics metrics =
                of(deployed(10), deployed(20), deployed(50), record(60, Kind.DEPLOY, RolloutState.CANCELLED, false));

        assertThat(metrics.deployments()).isEqualTo(3);
        assertThat(metrics.perWeek()).isEqualTo(1.5);
        assertThat(metrics.interval())
                .isEqualTo(new Spread(2, Optional.of(Duration.ofHours(10)), Optional.of(Duration.ofHours(30))));
        assertThat(metrics.leadTime().median()).contains(Duration.ofHours(2));
        assertThat(metrics.failRate()).contains(0.0);
        assertThat(metrics.reworkRate()).contains(0.0);
    }

    @Test
    void failure_isWhatUsersMetAndWasTakenBack() {
        DoraMetrics metrics = of(
                deployed(10),
                record(20, Kind.DEPLOY, RolloutState.ROLLED_BACK, true),
                record(30, Kind.DEPLOY, RolloutState.ROLLED_BACK, false),
                deployed(40),
                deployed(50));

        assertThat(metrics.failRate()).contains(0.25);
        assertThat(metrics.recovery().median()).contains(Duration.ofMinutes(20));
        assertThat(metrics.recovery().count()).isEqualTo(1);
        assertThat(metrics.reworkRate()).contains(1.0 / 3);
    }

    @Test
    void failureThatAPersonClosed_isRecoveredWhenItWasClosed() {
        DoraMetrics metrics = of(deployed(10), record(20, Kind.DEPLOY, RolloutState.FAILED, true));

        assertThat(metrics.failRate()).contains(0.5);
        assertThat(metrics.recovery()).isEqualTo(new Spread(1, Optional.of(HALF_AN_HOUR), Optional.of(HALF_AN_HOUR)));
    }

    @Test
    void rollbackLater_makesItsDeploymentAFailure() {
        DoraMetrics metrics = of(
                deployed(10),
                deployed(20),
                record(30, Kind.ROLLBACK, RolloutState.SUCCEEDED, true),
                record(35, Kind.DEPLOY, RolloutState.CANCELLED, false),
                deployed(40));

        assertThat(metrics.failRate()).contains(1.0 / 3);
        assertThat(metrics.recovery().median()).contains(Duration.ofMinutes(30));
        assertThat(metrics.reworkRate()).contains(0.5);
    }

    @Test
    void spread_isByNearestRank() {
        assertThat(Spread.of(IntStream.rangeClosed(1, 10)
                        .mapToObj(Duration::ofHours)
                        .toList()
                        .reversed()))
                .isEqualTo(new Spread(10, Optional.of(Duration.ofHours(5)), Optional.of(Duration.ofHours(9))));
        assertThat(Spread.of(List.of(Duration.ofHours(3))).p90()).contains(Duration.ofHours(3));
    }
}
