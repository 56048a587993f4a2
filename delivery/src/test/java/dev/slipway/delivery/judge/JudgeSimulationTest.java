package dev.slipway.delivery.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Conformance;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of seeded rollouts: how often a healthy one fails, and how soon a sick one does. */
@Tag("slow")
class JudgeSimulationTest {

    private static final int HEALTHY = 10_000;
    private static final int SICK = 1000;
    private static final int LOOKS = 60;
    private static final int REQUESTS = 200;
    private static final Map<String, Object> REPORT = new LinkedHashMap<>();

    @AfterAll
    static void writeReport() {
        Conformance.write("judge-simulation", REPORT);
    }

    @Test
    void errors_ofHealthyCanaries_raiseAlarmsWithinTheBudget() {
        JudgePolicy policy = errorsAlone(1);
        assertThat(alarms("errors 10 %", policy, JudgeSimulationTest::tenth, look -> 0.01, look -> 0.01))
                .isLessThanOrEqualTo(0.05);
        assertThat(alarms("errors 10/25/50/75 %", policy, JudgeSimulationTest::rising, look -> 0.01, look -> 0.01))
                .isLessThanOrEqualTo(0.05);
        IntToDoubleFunction outage = look -> look % 20 < 3 ? 0.4 : 0.002;
        assertThat(alarms("errors with shared outages", policy, JudgeSimulationTest::rising, outage, outage))
                .isLessThanOrEqualTo(0.05);
    }

    @Test
    void errors_atTheEdgeOfTheMargin_raiseAlarmsWithinTheBudget() {
        assertThat(alarms(
                        "errors at margin 1.5",
                        errorsAlone(1.5),
                        JudgeSimulationTest::rising,
                        look -> 0.03,
                        look -> 0.02))
                .isLessThanOrEqualTo(0.05);
    }

    @Test
    void errors_ofSickCanaries_areFoundSoon() {
        JudgePolicy policy = errorsAlone(1.1);
        assertThat(median("errors 5 % against 1 %", policy, 0.05, 0.01)).isLessThanOrEqualTo(200);
        assertThat(median("errors 5 % against 0.5 %", policy, 0.05, 0.005)).isLessThanOrEqualTo(120);
        assertThat(median("errors 5 % against none", policy, 0.05, 0)).isLessThanOrEqualTo(80);
        assertThat(median("errors 20 % against 1 %", policy, 0.2, 0.01)).isLessThanOrEqualTo(60);
    }

    @Test
    void latency_ofHealthyCanaries_raisesAlarmsWithinTheBudget() {
        JudgePolicy policy = JudgePolicy.standard().withErrorRate(null);
        assertThat(slowAlarms("latency equal", policy, 1, 1000)).isLessThanOrEqualTo(0.05);
        assertThat(slowAlarms("latency at the tolerated ratio", policy, 1.25, 1000))
                .isLessThanOrEqualTo(0.05);
    }

    @Test
    void latency_twiceAsLong_isFoundSoon() {
        JudgePolicy policy = JudgePolicy.standard().withErrorRate(null);
        assertThat(slowMedian("latency doubled", policy, 2)).isLessThanOrEqualTo(400);
        assertThat(slowMedian("latency fourfold", policy, 4)).isLessThanOrEqualTo(120);
    }

    @Test
    void bake_ofHealthyReleases_raisesAlarmsWithinTheBudget() {
        SplittableRandom random = new SplittableRandom(77);
        DiscreteDistribution.Sampler recordings =
                BinomialDistribution.of(2000, 0.01).createSampler(random::nextLong);
        DiscreteDistribution.Sampler looks =
                BinomialDistribution.of(REQUESTS, 0.01).createSampler(random::nextLong);
        JudgePolicy policy = new JudgePolicy(0.05, new ErrorRateRule(1, 0, 20), null, List.of(), 200);
        int failed = 0;
        for (int rollout = 0; rollout < 1000; rollout++) {
            JudgeState state = JudgeState.startAlone(policy, Arm.of(2000, recordings.sample()));
            for (int look = 0; look < LOOKS && !state.failed(); look++) {
                state = state.add(new Look(Instant.EPOCH, 1, Arm.of(REQUESTS, looks.sample()), Arm.none()));
            }
            failed += state.failed() ? 1 : 0;
        }
        REPORT.put("bake: false alarms", failed / 1000.0);
        assertThat(failed / 1000.0).isLessThanOrEqualTo(0.05);
    }

    private static double tenth(int ignored) {
        return 0.1;
    }

    private static double rising(int look) {
        return new double[] {0.1, 0.25, 0.5, 0.75}[look / 15];
    }

    private static JudgePolicy errorsAlone(double margin) {
        return new JudgePolicy(0.05, new ErrorRateRule(margin, 0, 20), null, List.of(), 200);
    }

    private static double alarms(
            String name,
            JudgePolicy policy,
            IntToDoubleFunction share,
            IntToDoubleFunction canaryRate,
            IntToDoubleFunction baselineRate) {
        SplittableRandom random = new SplittableRandom(20_260_101);
        Draws draws = new Draws(random, share, canaryRate, baselineRate);
        int failed = 0;
        for (int rollout = 0; rollout < HEALTHY; rollout++) {
            JudgeState state = JudgeState.start(policy);
            for (int look = 0; look < LOOKS && !state.failed(); look++) {
                state = state.add(draws.look(look));
            }
            failed += state.failed() ? 1 : 0;
        }
        double rate = (double) failed / HEALTHY;
        REPORT.put(name + ": false alarms", rate);
        return rate;
    }

    private static double median(String name, JudgePolicy policy, double canaryRate, double baselineRate) {
        SplittableRandom random = new SplittableRandom(4711);
        long[] needed = new long[SICK];
        for (int rollout = 0; rollout < SICK; rollout++) {
            JudgeState state = JudgeState.start(policy);
            while (!state.failed() && needed[rollout] < 5000) {
                long canary = count(random, 100, 0.1);
                needed[rollout] += canary;
                state = state.add(new Look(
                        Instant.EPOCH,
                        0.1,
                        Arm.of(canary, count(random, canary, canaryRate)),
                        Arm.of(100 - canary, count(random, 100 - canary, baselineRate))));
            }
        }
        return middle(name, needed);
    }

    private static double slowAlarms(String name, JudgePolicy policy, double slowdown, int rollouts) {
        SplittableRandom random = new SplittableRandom(99);
        int failed = 0;
        for (int rollout = 0; rollout < rollouts; rollout++) {
            JudgeState state = JudgeState.start(policy);
            for (int look = 0; look < LOOKS && !state.failed(); look++) {
                state = state.add(timed(random, look < 30 ? 0.1 : 0.5, 50, slowdown));
            }
            failed += state.failed() ? 1 : 0;
        }
        REPORT.put(name + ": false alarms", (double) failed / rollouts);
        return (double) failed / rollouts;
    }

    private static double slowMedian(String name, JudgePolicy policy, double slowdown) {
        SplittableRandom random = new SplittableRandom(31);
        long[] needed = new long[300];
        for (int rollout = 0; rollout < needed.length; rollout++) {
            JudgeState state = JudgeState.start(policy);
            while (!state.failed() && needed[rollout] < 5000) {
                Look look = timed(random, 0.1, 100, slowdown);
                needed[rollout] += look.canary().requests();
                state = state.add(look);
            }
        }
        return middle(name, needed);
    }

    private static double middle(String name, long[] needed) {
        double middle = Arrays.stream(needed)
                .sorted()
                .skip(needed.length / 2)
                .findFirst()
                .orElseThrow();
        REPORT.put(name + ": median canary requests to FAIL", middle);
        return middle;
    }

    private static Look timed(SplittableRandom random, double share, int requests, double slowdown) {
        int canary = (int) count(random, requests, share);
        return new Look(
                Instant.EPOCH, share, timedArm(random, canary, slowdown), timedArm(random, requests - canary, 1));
    }

    private static Arm timedArm(SplittableRandom random, int requests, double slowdown) {
        long[] micros = IntStream.range(0, requests)
                .mapToLong(request -> (long) (80_000 * slowdown * Math.exp(0.5 * random.nextGaussian())))
                .toArray();
        return new Arm(requests, 0, LatencyHistogram.ofMicros(micros));
    }

    private static long count(SplittableRandom random, long trials, double rate) {
        return IntStream.range(0, (int) trials)
                .filter(trial -> random.nextDouble() < rate)
                .count();
    }

    /** Binomial counts for each look, with one sampler per look and side. */
    private static final class Draws {

        private final IntToDoubleFunction share;
        private final DiscreteDistribution.Sampler[] canaries = new DiscreteDistribution.Sampler[LOOKS];
        private final DiscreteDistribution.Sampler[] baselines = new DiscreteDistribution.Sampler[LOOKS];

        Draws(
                SplittableRandom random,
                IntToDoubleFunction share,
                IntToDoubleFunction canaryRate,
                IntToDoubleFunction baselineRate) {
            this.share = share;
            for (int look = 0; look < LOOKS; look++) {
                int canary = canary(look);
                canaries[look] = BinomialDistribution.of(canary, canaryRate.applyAsDouble(look))
                        .createSampler(random::nextLong);
                baselines[look] = BinomialDistribution.of(REQUESTS - canary, baselineRate.applyAsDouble(look))
                        .createSampler(random::nextLong);
            }
        }

        private int canary(int look) {
            return (int) Math.round(REQUESTS * share.applyAsDouble(look));
        }

        Look look(int look) {
            return new Look(
                    Instant.EPOCH,
                    share.applyAsDouble(look),
                    Arm.of(canary(look), canaries[look].sample()),
                    Arm.of(REQUESTS - canary(look), baselines[look].sample()));
        }
    }
}
