package dev.slipway.delivery.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetricJudgeTest {

    private static final Instant SINCE = Instant.parse("2026-11-21T10:00:00Z");
    private static final MetricWindow FIRST = new MetricWindow(0, SINCE, SINCE.plusSeconds(75));
    private static final MetricRule LIMITED = rule(Optional.of(100.0), Optional.of(10.0), Optional.empty());
    private static final MetricRule COMPARED =
            rule(Optional.empty(), Optional.empty(), Optional.of(SeriesPolicy.Direction.INCREASE));

    private static MetricRule rule(
            Optional<Double> above, Optional<Double> below, Optional<SeriesPolicy.Direction> worse) {
        return new MetricRule(
                "memory",
                new MetricOrigin.Own("memory"),
                above,
                below,
                worse.map(SeriesPolicy::standard),
                SeriesPolicy.Missing.GAP,
                Duration.ofSeconds(15),
                5);
    }

    private static Verdict verdict(MetricRule rule, double[] canary, double... baseline) {
        return MetricJudge.judge(
                        rule, 0.05, FIRST, canary, Optional.of(baseline).filter(old -> old.length > 0))
                .verdict();
    }

    private static double[] of(double... values) {
        return values;
    }

    @Test
    void limits_failWhatIsBeyondThemAndOnlyWithEnoughPoints() {
        assertThat(verdict(LIMITED, of(50, 60, 50, 60, 50))).isEqualTo(Verdict.PASS);
        assertThat(verdict(LIMITED, of(101, 102, 101, 102, 101))).isEqualTo(Verdict.FAIL);
        assertThat(verdict(LIMITED, of(9, 9, 9, 9, 9))).isEqualTo(Verdict.FAIL);
        assertThat(verdict(LIMITED, of(1000, 1000, 1000, 1000))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(LIMITED, of(Double.NaN, 1000, 1000, 1000, 1000))).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void comparison_saysNothingWithoutAnOldRelease() {
        assertThat(verdict(COMPARED, of(1, 2, 3, 4, 5))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(MetricJudge.tooEarly(COMPARED, 0.05).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void comparison_failsAClearIncreaseAndPassesItsLike() {
        double[] old = new double[20];
        double[] alike = new double[20];
        double[] more = new double[20];
        for (int i = 0; i < old.length; i++) {
            old[i] = 100 + i % 5;
            alike[i] = 100 + (i + 2) % 5;
            more[i] = 200 + i % 5;
        }

        assertThat(verdict(COMPARED, alike, old)).isEqualTo(Verdict.PASS);
        assertThat(verdict(COMPARED, more, old)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void missing_isAZeroWhereTheRuleSaysSo() {
        MetricRule counted = new MetricRule(
                "failures",
                COMPARED.origin(),
                Optional.of(1.0),
                Optional.empty(),
                COMPARED.beside(),
                SeriesPolicy.Missing.ZERO,
                COMPARED.step(),
                COMPARED.minimumPoints());

        assertThat(verdict(counted, of(), 3, 2, 4, 3, 2)).isEqualTo(Verdict.PASS);
        assertThat(verdict(counted, of(Double.NaN, 0, 1, Double.NaN, 0, 0), Double.NaN, 1, 0, 0, 0, 0))
                .isEqualTo(Verdict.PASS);
        assertThat(verdict(counted, of(Double.NaN, 9, 8, 7, 9, 8), 0)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(COMPARED, of(), 3, 2, 4, 3, 2)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(COMPARED, of(3, 2, 4, 3, 2), Double.NaN)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void windows_doubleAndOutlastAClockThatJumpsBack() {
        Duration first = Duration.ofSeconds(60);

        assertThat(MetricWindow.lastOver(SINCE, first, SINCE.plusSeconds(59))).isEmpty();
        assertThat(MetricWindow.lastOver(SINCE, first, SINCE.minusSeconds(9999)))
                .isEmpty();
        assertThat(MetricWindow.lastOver(SINCE, first, SINCE.plusSeconds(119)))
                .contains(new MetricWindow(0, SINCE, SINCE.plusSeconds(60)));
        assertThat(MetricWindow.lastOver(SINCE, first, SINCE.plusSeconds(500)))
                .contains(new MetricWindow(3, SINCE, SINCE.plusSeconds(480)));
    }

    @Test
    void alpha_holdsOverAllWindowsTogether() {
        SplittableRandom random = new SplittableRandom(42);
        int rollouts = 1000;
        int failed = 0;
        for (int i = 0; i < rollouts; i++) {
            failed += everFails(random) ? 1 : 0;
        }
        assertThat(failed).isLessThanOrEqualTo(rollouts / 20);
    }

    private static boolean everFails(SplittableRandom random) {
        for (int index = 0; index < 5; index++) {
            int points = 5 << index;
            double[] canary = random.doubles(points, 90, 110).toArray();
            double[] baseline = random.doubles(points, 90, 110).toArray();
            MetricWindow window = new MetricWindow(index, SINCE, SINCE.plusSeconds(75L << index));
            if (MetricJudge.judge(COMPARED, 0.05, window, canary, Optional.of(baseline))
                            .verdict()
                    == Verdict.FAIL) {
                return true;
            }
        }
        return false;
    }

    @Test
    void judgement_isThatOfRequestsAndMetricsTogether() {
        Judgement passed = new Judgement(Verdict.PASS, List.of(), "fine");
        Evidence silent = MetricJudge.silent(COMPARED, 0.05, "it does not answer");

        assertThat(passed.and(List.of())).isSameAs(passed);
        assertThat(passed.and(List.of(silent)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judgement_isSummedUpByThoseWhoDecidedIt() {
        Evidence calm = said(Verdict.PASS, "no errors");
        Evidence bad = said(Verdict.FAIL, "rating is below 3.5");
        Evidence good = said(Verdict.PASS, "queue is 3");
        Judgement passed = new Judgement(Verdict.PASS, List.of(calm), "Nothing speaks against it.");

        assertThat(passed.and(List.of(bad, good)).summary()).isEqualTo("rating is below 3.5.");
        assertThat(passed.and(List.of(good)).summary()).isEqualTo("Nothing speaks against it. queue is 3.");
        Judgement failed = new Judgement(Verdict.FAIL, List.of(calm), "It is worse.");
        assertThat(failed.and(List.of(good)).summary()).isEqualTo("It is worse.");
    }

    private static Evidence said(Verdict verdict, String sentence) {
        return new Evidence("figure", verdict, 1, 1, 1, 1, 0.05, 10, 10, sentence);
    }
}
