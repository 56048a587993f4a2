package dev.slipway.delivery.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricSeriesJudgeTest {

    private static final SeriesPolicy UP = SeriesPolicy.standard(SeriesPolicy.Direction.INCREASE);

    @Test
    void judge_sevenOfTenPointsAHundredTimesWorse_fails() {
        double[] control = {1, 1.1, 0.9, 1.2, 1, 0.8, 1.1, 1, 0.9, 1};
        double[] canary = {100, 110, 1, 90, 120, 1.1, 100, 0.9, 80, 110};
        assertThat(MetricSeriesJudge.compare(UP, canary, control).label()).isEqualTo(SeriesComparison.Label.SAME);
        assertThat(verdict(canary, control)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void judge_someErrorsAgainstZeros_isNoPass() {
        double[] zeros = new double[6];
        double[] some = {0, 1, 2, 1, 0, 0};
        assertThat(verdict(some, zeros)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(zeros, some)).isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_withoutData_isInconclusive() {
        assertThat(verdict(new double[] {}, new double[] {1, 2, 3, 4, 5})).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(new double[] {1, 2, 3, 4, 5}, new double[] {Double.NaN}))
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(new double[] {1, 2}, new double[] {1, 2})).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void means_failWhatIsOffByMoreThanTheToleranceTheWrongWay() {
        SeriesPolicy tenth = UP.by(SeriesPolicy.Test.MEANS, 0.1);
        double[] old = {90, 110, 100, 95, 105};

        assertThat(verdict(tenth, new double[] {109, 109, 109, 109, 109}, old)).isEqualTo(Verdict.PASS);
        assertThat(verdict(tenth, new double[] {111, 111, 111, 111, 111}, old)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(tenth, new double[] {10, 10, 10, 10, 10}, old)).isEqualTo(Verdict.PASS);
        assertThat(verdict(tenth, new double[] {100, 100}, old)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(tenth, new double[] {}, old)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_smallValuedMetric_isTreatedLikeALargeOne() {
        double[] control = {1, 2, 3, 4, 5, 6, 7, 8};
        double[] canary = {21, 22, 23, 24, 25, 26, 27, 28};
        assertThat(verdict(canary, control)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(scaled(canary), scaled(control))).isEqualTo(Verdict.FAIL);
        assertThat(verdict(scaled(control), scaled(control))).isEqualTo(Verdict.PASS);
        assertThat(verdict(scaled(control), scaled(canary))).isEqualTo(Verdict.PASS);
    }

    private static double[] scaled(double[] values) {
        return Arrays.stream(values).map(value -> value * 1e-6).toArray();
    }

    private static Verdict verdict(double[] canary, double[] control) {
        return verdict(UP, canary, control);
    }

    private static Verdict verdict(SeriesPolicy policy, double[] canary, double[] control) {
        Evidence evidence = MetricSeriesJudge.judge(policy, "queue", canary, control);
        assertThat(evidence.sentence()).startsWith("queue: ");
        return evidence.verdict();
    }
}
