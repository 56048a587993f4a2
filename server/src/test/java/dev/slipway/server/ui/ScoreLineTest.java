package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.rollout.Scoreboard.SpreadView;
import dev.slipway.server.rollout.Scoreboard.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** DORA's metrics as the page says them. */
class ScoreLineTest {

    private static final Instant UNTIL = Instant.parse("2026-05-04T12:00:00Z");
    private static final SpreadView NONE = new SpreadView(0, Optional.empty(), Optional.empty());

    private static View view(int deployments, SpreadView spread, Optional<Double> share) {
        return new View(
                "shop",
                "production",
                UNTIL.minus(Duration.ofDays(90)),
                UNTIL,
                deployments,
                true,
                deployments,
                deployments / 12.0,
                spread,
                spread,
                share,
                spread,
                share);
    }

    @Test
    void figures_areSaidWithTheirSpread() {
        SpreadView spread = new SpreadView(3, Optional.of(90.0), Optional.of(3600.0));

        assertThat(ScoreLine.of(view(18, spread, Optional.of(0.125))))
                .extracting(line -> line.name() + ": " + line.value() + " (" + line.detail() + ")")
                .containsExactly(
                        "Deployment frequency: 1.5 a week (18 in 90 days, apart by median 1 min 30 s, p90 1 h)",
                        "Change lead time: 1 min 30 s (median 1 min 30 s, p90 1 h)",
                        "Change fail rate: 13 % (taken back after users met it)",
                        "Recovery time: 1 min 30 s (median 1 min 30 s, p90 1 h)",
                        "Rework rate: 13 % (rollbacks and the repairs after failures)");
    }

    @Test
    void whatCannotBeSaid_isADashAndNoZero() {
        assertThat(ScoreLine.of(view(0, NONE, Optional.empty())))
                .extracting(ScoreLine::value)
                .containsExactly("0.0 a week", "–", "–", "–", "–");
    }
}
