package dev.slipway.delivery.rollout;

import dev.slipway.delivery.config.Strategy;
import dev.slipway.kernel.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A share of the traffic for the new release and what has to be waited for before the next share.
 *
 * @param weight percent of requests that go to the new release, 0..100
 * @param watches in their order; empty lets the next stage follow at once
 * @param slots by service, in a strategy that resizes; without an entry both releases have all their instances
 */
public record Stage(int weight, List<Watch> watches, Map<String, Slots> slots) {

    /** A stage in which both releases have all their instances. */
    Stage(int weight, List<Watch> watches) {
        this(weight, watches, Map.of());
    }

    /**
     * The stages of a strategy; the last one always carries all traffic.
     *
     * @param wanted instances of the new release by service
     * @param old instances of the old release by service
     */
    static List<Stage> of(Strategy strategy, Map<String, Integer> wanted, Map<String, Integer> old) {
        return switch (strategy) {
            case Strategy.Canary canary -> canary(canary);
            case Strategy.BlueGreen blueGreen ->
                blueGreen.autoPromotion()
                        ? List.of(new Stage(100, List.of()))
                        : List.of(new Stage(0, List.of(new Watch.Person())), new Stage(100, List.of()));
            case Strategy.Rolling rolling -> Resizing.rolling(rolling, wanted, old);
            case Strategy.Recreate _ -> Resizing.recreation(wanted, old);
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
                case Strategy.Pause pause -> watches.add(watch(pause));
                case Strategy.Analysis analysis -> watches.add(watch(analysis));
            }
        }
        stages.add(new Stage(weight, List.copyOf(watches)));
        if (weight < 100) {
            stages.add(new Stage(100, List.of()));
        }
        return List.copyOf(stages);
    }

    /** What steps that set no weight wait for. */
    static List<Watch> watches(List<Strategy.Step> steps) {
        return steps.stream().flatMap(Stage::watches).toList();
    }

    private static Stream<Watch> watches(Strategy.Step step) {
        return switch (step) {
            case Strategy.SetWeight _ -> Stream.empty();
            case Strategy.Pause pause -> Stream.of(watch(pause));
            case Strategy.Analysis analysis -> Stream.of(watch(analysis));
        };
    }

    private static Watch watch(Strategy.Pause pause) {
        return pause.duration().<Watch>map(Watch.Time::new).orElseGet(Watch.Person::new);
    }

    private static Watch watch(Strategy.Analysis analysis) {
        return new Watch.Judge(analysis.interval(), analysis.minimum(), analysis.maximum());
    }

    /** In words for a list on screen. */
    public String words() {
        String share = slots.isEmpty() ? weight + " %" : instanceWords();
        return watches.isEmpty()
                ? share
                : share + ", "
                        + String.join(", ", watches.stream().map(Watch::words).toList());
    }

    private String instanceWords() {
        return slots.values().stream().mapToInt(Slots::next).sum() + " new and "
                + slots.values().stream().mapToInt(Slots::previous).sum() + " old instances";
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
