package dev.slipway.delivery.rollout;

import dev.slipway.delivery.config.Strategy;
import dev.slipway.kernel.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A share of the traffic for the new release and what has to be waited for before the next share.
 *
 * @param weight percent of requests that go to the new release, 0..100
 * @param watches in their order; empty lets the next stage follow at once
 */
public record Stage(int weight, List<Watch> watches) {

    /** The stages of a strategy; the last one always carries all traffic. */
    public static List<Stage> of(Strategy strategy) {
        return switch (strategy) {
            case Strategy.Canary canary -> canary(canary);
            case Strategy.BlueGreen blueGreen ->
                blueGreen.autoPromotion()
                        ? List.of(new Stage(100, List.of()))
                        : List.of(new Stage(0, List.of(new Watch.Person())), new Stage(100, List.of()));
            case Strategy.Rolling _, Strategy.Recreate _ -> List.of(new Stage(100, List.of()));
        };
    }

    private static List<Stage> canary(Strategy.Canary canary) {
        List<Stage> stages = new ArrayList<>();
        int weight = 0;
        List<Watch> watches = new ArrayList<>();
        for (Strategy.Step step : canary.steps()) {
            switch (step) {
                case Strategy.SetWeight next -> {
                    if (weight > 0 || !watches.isEmpty()) {
                        stages.add(new Stage(weight, List.copyOf(watches)));
                    }
                    weight = next.percent();
                    watches.clear();
                }
                case Strategy.Pause pause -> watches.add(watch(pause.duration()));
                case Strategy.Analysis analysis ->
                    watches.add(new Watch.Judge(analysis.interval(), analysis.minimum(), analysis.maximum()));
            }
        }
        stages.add(new Stage(weight, List.copyOf(watches)));
        if (weight < 100) {
            stages.add(new Stage(100, List.of()));
        }
        return List.copyOf(stages);
    }

    private static Watch watch(Optional<Duration> duration) {
        return duration.<Watch>map(Watch.Time::new).orElseGet(Watch.Person::new);
    }

    /** In words for a list on screen. */
    public String words() {
        return watches.isEmpty()
                ? weight + " %"
                : weight + " %, "
                        + String.join(", ", watches.stream().map(Watch::words).toList());
    }

    /** Something to wait for while traffic flows at the stage's weight. */
    public sealed interface Watch {

        String words();

        /** A length of time. */
        record Time(Duration duration) implements Watch {
            @Override
            public String words() {
                return "for " + Durations.words(duration);
            }
        }

        /** A person's word. */
        record Person() implements Watch {
            @Override
            public String words() {
                return "until promoted";
            }
        }

        /** The judge's PASS. */
        record Judge(Duration interval, Duration minimum, Duration maximum) implements Watch {
            @Override
            public String words() {
                return "judged for " + Durations.words(minimum) + " to " + Durations.words(maximum);
            }
        }
    }
}
