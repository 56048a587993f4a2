package dev.slipway.server.ui;

import dev.slipway.kernel.Durations;
import dev.slipway.server.rollout.Scoreboard;
import dev.slipway.server.rollout.Scoreboard.SpreadView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One of DORA's metrics for people.
 *
 * @param value in words; a dash where there is nothing to say it from
 * @param detail how it is spread
 */
public record ScoreLine(String name, String value, String detail) {

    private static final String NONE = "–";

    /** All five, in the order of DORA. */
    static List<ScoreLine> of(Scoreboard.View view) {
        return List.of(
                new ScoreLine(
                        "Deployment frequency",
                        String.format(Locale.ROOT, "%.1f a week", view.deploymentsPerWeek()),
                        view.deployments() + " in "
                                + Duration.between(view.from(), view.until()).toDays() + " days"
                                + spread(", apart by ", view.interval())),
                new ScoreLine("Change lead time", median(view.leadTime()), spread("", view.leadTime())),
                new ScoreLine("Change fail rate", share(view.changeFailRate()), "taken back after users met it"),
                new ScoreLine("Recovery time", median(view.recoveryTime()), spread("", view.recoveryTime())),
                new ScoreLine("Rework rate", share(view.reworkRate()), "rollbacks and the repairs after failures"));
    }

    private static String median(SpreadView spread) {
        return spread.medianSeconds().map(ScoreLine::words).orElse(NONE);
    }

    private static String spread(String before, SpreadView spread) {
        return spread.medianSeconds().isEmpty() || spread.p90Seconds().isEmpty()
                ? ""
                : before + "median " + words(spread.medianSeconds().get()) + ", p90 "
                        + words(spread.p90Seconds().get());
    }

    private static String words(double seconds) {
        return Durations.words(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static String share(Optional<Double> share) {
        return share.map(value -> String.format(Locale.ROOT, "%.0f %%", value * 100))
                .orElse(NONE);
    }
}
