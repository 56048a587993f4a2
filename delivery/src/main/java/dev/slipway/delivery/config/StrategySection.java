package dev.slipway.delivery.config;

import dev.slipway.delivery.config.Strategy.Analysis;
import dev.slipway.delivery.config.Strategy.BlueGreen;
import dev.slipway.delivery.config.Strategy.Canary;
import dev.slipway.delivery.config.Strategy.Pause;
import dev.slipway.delivery.config.Strategy.Recreate;
import dev.slipway.delivery.config.Strategy.Rolling;
import dev.slipway.delivery.config.Strategy.SetWeight;
import dev.slipway.delivery.config.Strategy.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a strategy, in the words of Argo Rollouts. */
final class StrategySection {

    private static final Key<Duration> INTERVAL =
            Key.fallback("interval", Plains.POSITIVE_DURATION, "1s", "Time between two looks.");
    private static final Key<Duration> MINIMUM =
            Key.fallback("minimum", Plains.DURATION, "10s", "Time to watch even when the judge is content at once.");
    private static final Key<Duration> MAXIMUM = Key.fallback(
            "maximum",
            Plains.POSITIVE_DURATION,
            "10m",
            "Time after which a verdict that is still INCONCLUSIVE holds the rollout for a person.");

    private static final Section<Step> ANALYSIS = Section.of(
            "Watches the canary at its current weight until the judge passes or fails it.",
            List.of(INTERVAL, MINIMUM, MAXIMUM),
            StrategySection::analysis);

    private static final Key<Duration> DURATION =
            Key.optional("duration", Plains.DURATION, "How long; without it until somebody promotes.");

    private static final Section<Step> PAUSE = Section.of(
            "Waits, with the judge watching.", List.of(DURATION), filled -> new Pause(filled.find(DURATION)));

    private static final Key<Integer> SET_WEIGHT = Key.optional(
            "setWeight", Plains.whole(0, 100), "Percent of the requests that go to the new release from here on.");
    private static final Key<Step> ANALYSIS_KEY =
            Key.optional("analysis", ANALYSIS, "Watches the canary until the judge passes or fails it.");
    private static final Key<Step> PAUSE_KEY = Key.optional("pause", PAUSE, "Waits for a time or for a person.");

    private static final Section<Step> STEP = Section.choice(
            "One step of a canary.",
            List.of(SET_WEIGHT, ANALYSIS_KEY, PAUSE_KEY),
            filled -> Stream.of(
                            filled.find(SET_WEIGHT).map(percent -> (Step) new SetWeight(percent)),
                            filled.find(ANALYSIS_KEY),
                            filled.find(PAUSE_KEY))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow());

    private static final Key<List<Step>> STEPS = Key.fallback(
            "steps",
            new ListShape<>(STEP, 1),
            "[{setWeight: 10}, {analysis: {}}, {setWeight: 50}, {analysis: {}}, {setWeight: 100}]",
            "In this order; weights grow, and a canary that does not end at 100 gets a last `setWeight: 100`.");

    private static final Section<Strategy> CANARY = Section.of(
            "A growing share of real traffic, judged against the old release.",
            List.of(STEPS),
            filled -> new Canary(complete(filled)));

    private static final Key<Boolean> AUTO_PROMOTION = Key.fallback(
            "autoPromotionEnabled", Plains.FLAG, "true", "Write false to wait for a person before the switch.");

    private static final Key<Duration> KEEP_WARM = Key.fallback(
            "keepWarm",
            Plains.DURATION,
            "0s",
            "How long the old release stays running without traffic after the rollout, so that `slipway rollback`"
                    + " switches back at once; never shorter than the `drain` of its services. Needs services without a"
                    + " `contract` migration.");

    private static final Section<Strategy> BLUE_GREEN = Section.of(
            "The new release starts beside the old one, is smoke-tested, and gets all traffic at once.",
            List.of(AUTO_PROMOTION, KEEP_WARM),
            filled -> new BlueGreen(filled.get(AUTO_PROMOTION), filled.get(KEEP_WARM)));

    private static final Key<Integer> MAX_SURGE =
            Key.fallback("maxSurge", Plains.whole(0, 1000), "1", "Instances above the wanted number at any time.");
    private static final Key<Integer> MAX_UNAVAILABLE = Key.fallback(
            "maxUnavailable", Plains.whole(0, 1000), "0", "Instances below the wanted number at any time.");

    private static final Key<Duration> MIN_READY = Key.fallback(
            "minReady",
            Plains.DURATION,
            "10s",
            "How long the new instances of a step must serve well before the next step.");
    private static final Key<Step> STEP_ANALYSIS =
            Key.optional("analysis", ANALYSIS, "Lets each step wait for the judge to pass it, too.");

    private static final Section<Strategy> ROLLING = Section.of(
            "In steps of instances, each started, smoke-tested, routed and watched before the next. The judge may fail"
                    + " every step. Going back starts the old instances again beside the new ones, beyond `maxSurge`.",
            List.of(MAX_SURGE, MAX_UNAVAILABLE, MIN_READY, STEP_ANALYSIS),
            StrategySection::rolling);

    private static final Key<Strategy> CANARY_KEY =
            Key.optional("canary", CANARY, "A growing share of real traffic, judged at each step.");
    private static final Key<Strategy> BLUE_GREEN_KEY =
            Key.optional("blueGreen", BLUE_GREEN, "Both releases side by side, then all traffic at once.");
    private static final Key<Strategy> ROLLING_KEY = Key.optional("rolling", ROLLING, "Instance by instance.");
    private static final Key<Strategy> RECREATE_KEY = Key.optional(
            "recreate",
            Section.of("Takes no keys.", List.of(), filled -> new Recreate()),
            "Stops the old release before the new one starts, with a gap between them. Going back waits for no request"
                    + " on the new release, for nothing serves until it has gone.");

    /** Without parameters the word alone will do. */
    static final Shape<Strategy> SHAPE = new ByKind<>(
            Plains.word(List.of("canary", "blueGreen", "rolling", "recreate"), StrategySection::byWord),
            Section.choice(
                    "How traffic moves from the old release to the new one.",
                    List.of(CANARY_KEY, BLUE_GREEN_KEY, ROLLING_KEY, RECREATE_KEY),
                    filled -> Stream.of(CANARY_KEY, BLUE_GREEN_KEY, ROLLING_KEY, RECREATE_KEY)
                            .map(filled::find)
                            .flatMap(Optional::stream)
                            .findFirst()
                            .orElseThrow()));

    private StrategySection() {}

    private static Strategy byWord(String word) {
        return switch (word) {
            case "canary" -> CANARY.defaults();
            case "blueGreen" -> BLUE_GREEN.defaults();
            case "rolling" -> ROLLING.defaults();
            default -> new Recreate();
        };
    }

    private static Analysis analysis(Filled filled) {
        Analysis analysis = new Analysis(filled.get(INTERVAL), filled.get(MINIMUM), filled.get(MAXIMUM));
        if (analysis.minimum().compareTo(analysis.maximum()) > 0) {
            filled.refuse(
                    filled.at(MINIMUM),
                    "bad-analysis",
                    "the minimum of " + Quantity.text(analysis.minimum()) + " is longer than the maximum of "
                            + Quantity.text(analysis.maximum()),
                    "shorten the minimum or lengthen the maximum");
        }
        return analysis;
    }

    private static Rolling rolling(Filled filled) {
        List<Step> steps = Stream.concat(
                        Stream.of(filled.get(MIN_READY))
                                .filter(Duration::isPositive)
                                .map(time -> new Pause(Optional.of(time))),
                        filled.find(STEP_ANALYSIS).stream())
                .toList();
        Rolling rolling = new Rolling(filled.get(MAX_SURGE), filled.get(MAX_UNAVAILABLE), steps);
        if (rolling.maxSurge() == 0 && rolling.maxUnavailable() == 0) {
            throw Plains.bad(
                    "bad-rolling",
                    "neither a surge nor a gap is allowed, so nothing could move",
                    "set maxSurge or maxUnavailable to 1 or more");
        }
        return rolling;
    }

    private static List<Step> complete(Filled filled) {
        List<Step> steps = new ArrayList<>(filled.get(STEPS));
        int weight = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof SetWeight set) {
                if (set.percent() < weight) {
                    filled.refuse(
                            filled.at(STEPS, i),
                            "weight-falls",
                            "the weight falls from " + weight + " to " + set.percent(),
                            "weights of a canary grow; Slipway takes the traffic back by itself when it fails");
                }
                weight = set.percent();
            }
        }
        if (weight < 100) {
            steps.add(new SetWeight(100));
        }
        return List.copyOf(steps);
    }
}
