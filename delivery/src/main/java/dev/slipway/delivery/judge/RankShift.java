package dev.slipway.delivery.judge;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * By how much one series lies above another: the Hodges-Lehmann estimate with its interval, found by inverting the
 * Mann-Whitney U test in its normal approximation with correction for ties and continuity, as R's {@code wilcox.test}
 * and Kayenta do.
 *
 * @param lower lower end of the interval for the shift
 * @param upper upper end
 * @param estimate the shift itself
 */
record RankShift(double lower, double upper, double estimate) {

    /**
     * @param experiment the series in question, not empty
     * @param control the series it is compared with, not empty
     * @param confidence such as 0.98
     * @param tolerance how exactly the three numbers are located, in the unit of the series
     */
    static RankShift between(double[] experiment, double[] control, double confidence, double tolerance) {
        double quantile = -NormalDistribution.of(0, 1).inverseCumulativeProbability((1 - confidence) / 2);
        return new RankShift(
                locate(experiment, control, quantile, tolerance),
                locate(experiment, control, -quantile, tolerance),
                locate(experiment, control, 0, tolerance));
    }

    /** The same, located to a billionth of the range of the data: Kayenta's fixed 0.0001 blurs small-valued metrics. */
    static RankShift between(double[] experiment, double[] control, double confidence) {
        double range = greatestShift(experiment, control) - leastShift(experiment, control);
        return between(experiment, control, confidence, Math.max(range * 1e-9, Double.MIN_NORMAL));
    }

    static double leastShift(double[] experiment, double[] control) {
        return min(experiment) - max(control);
    }

    static double greatestShift(double[] experiment, double[] control) {
        return max(experiment) - min(control);
    }

    private static double locate(double[] experiment, double[] control, double quantile, double tolerance) {
        double least = leastShift(experiment, control);
        double greatest = greatestShift(experiment, control);
        double atLeast = score(experiment, control, least, quantile);
        double atGreatest = score(experiment, control, greatest, quantile);
        if (atLeast <= 0) {
            return least;
        }
        if (atGreatest >= 0) {
            return greatest;
        }
        return BrentRoot.between(
                least, greatest, atLeast, atGreatest, shift -> score(experiment, control, shift, quantile), tolerance);
    }

    /**
     * The standardised rank sum of the experiment moved down by {@code shift}, less the quantile; falls as the shift
     * grows. All observations tied say nothing either way: zero.
     */
    static double score(double[] experiment, double[] control, double shift, double quantile) {
        double[] moved = Arrays.stream(experiment).map(value -> value - shift).toArray();
        Ranks ranks = Ranks.of(moved, control);
        double m = experiment.length;
        double n = control.length;
        double centred = ranks.firstSum() - m * (m + 1) / 2 - m * n / 2;
        double variance = m * n / 12 * (m + n + 1 - ranks.tieTerm() / ((m + n) * (m + n - 1)));
        double standardised = variance <= 0 ? 0 : (centred - Math.signum(centred) * 0.5) / Math.sqrt(variance);
        return standardised - quantile;
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    /**
     * Ranks of two pooled series, ties sharing their mean rank.
     *
     * @param firstSum the ranks of the first series, summed
     * @param tieTerm the sum of t^3 - t over groups of t equal values
     */
    record Ranks(double firstSum, double tieTerm) {

        static Ranks of(double[] first, double[] second) {
            double[] pooled = DoubleStream.concat(Arrays.stream(first), Arrays.stream(second))
                    .sorted()
                    .toArray();
            double[] own = first.clone();
            Arrays.sort(own);
            double sum = 0;
            double ties = 0;
            int next = 0;
            for (int start = 0; start < pooled.length; ) {
                int end = endOfGroup(pooled, start);
                int ownEnd = next;
                while (ownEnd < own.length && own[ownEnd] == pooled[start]) {
                    ownEnd++;
                }
                sum += (ownEnd - next) * (start + 1 + end) / 2.0;
                double size = end - start;
                ties += size * size * size - size;
                next = ownEnd;
                start = end;
            }
            return new Ranks(sum, ties);
        }

        private static int endOfGroup(double[] sorted, int start) {
            int end = start + 1;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            return end;
        }
    }
}
